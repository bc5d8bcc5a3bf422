-- A stride that failed gives its batches back: they are claimed next in runs of at most half of it. One that is a
-- single batch was in another transaction's way, which is no attempt.
update import_job_batches
set
  status = 'pending',
  attempt = attempt - if(stride = 1, 1, 0),
  lease_token = null,
  lease_until = null,
  not_before = $not_before::timestamp
where job_id = $job_id::uuid
  and lease_token = $lease_token::uuid
  and status = 'processing'
