-- A batch whose last allowed attempt was cut off is failed: nobody holds it and nobody may take it.
update import_job_batches
set
  status = 'failed',
  lease_until = null,
  error = concat('The function working on it ended without an answer, ', attempt, if(attempt = 1, ' time.', ' times.')),
  error_code = 'lease_expired',
  retryable = true
where job_id = $job_id::uuid
  and status = 'processing'
  and lease_until <= $now::timestamp
  and attempt >= max_attempts
