-- The import is closed without these: their rows count as failed, so that every row read is accounted for.
update import_job_batches
set
  status = 'failed',
  lease_until = null,
  rows_read = records,
  failed_rows = records,
  error = coalesce(error, 'The import was closed without it: what it waited for had failed.'),
  error_code = coalesce(error_code, 'not_applied'),
  retryable = false,
  abandoned = if(operation = 'embed', null, true)
where job_id = $job_id::uuid and status <> 'completed'
