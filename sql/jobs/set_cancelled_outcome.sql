-- Once nothing in flight can land any more: whether anything has.
update import_jobs
set outcome = case
  when exists (select 1 from import_job_batches where job_id = $job_id::uuid and status = 'completed')
  then 'partial_failure' else 'failed' end
where job_id = $job_id::uuid and status = 'cancelled'
