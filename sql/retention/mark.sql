-- Of several callers at once, or one that begins to take it back, one gets a job and the others a conflict.
update import_jobs
set thinned_at = $now::timestamp
where thinned_at is null
  and status in ('completed', 'rolled_back', 'cancelled', 'failed')
  and list_contains(from_json($jobs::varchar, '["UUID"]'), job_id)
returning job_id
