-- A stride that failed gives its batches back: they are claimed next in runs of at most half of it.
update import_job_batches
set
  status = 'pending',
  lease_token = null,
  lease_until = null,
  not_before = $not_before::timestamp
where job_id = $job_id::uuid
  and lease_token = $lease_token::uuid
  and status = 'processing'
