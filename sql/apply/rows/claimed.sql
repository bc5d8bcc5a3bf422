-- The batches of a stride.
(
  select position, batch_number, row_from, row_to, key_from, key_to
  from import_job_batches
  where job_id = getvariable('batch').job_id and lease_token = getvariable('batch').lease_token
    and status = 'processing'
)
