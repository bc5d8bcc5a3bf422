-- Record that an attempt failed: back to pending with a back-off while attempts are left, else failed.
update import_job_batches
set
  status = case when $final::boolean then 'failed' else 'pending' end,
  not_before = $not_before::timestamp,
  lease_until = null,
  completed_at = null,
  error = $error::varchar,
  error_code = $error_code::varchar,
  retryable = $retryable::boolean
where job_id = $job_id::uuid
  and lease_token = $lease_token::uuid
  and attempt = $attempt::integer
  and status = 'processing'
