-- A COMMIT would not tell that nothing was completed; this does, and takes the effect back with it.
select case when count(*) = 1 then true else error('claim lost') end as completed
from import_job_batches
where job_id = getvariable('batch').job_id
  and table_name = getvariable('batch').table_name
  and operation = getvariable('batch').operation
  and batch_number = getvariable('batch').batch_number
  and lease_token = getvariable('batch').lease_token
  and status = 'completed'
