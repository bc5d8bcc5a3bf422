update import_jobs
set warnings = $warnings::json, prepared_at = $now::timestamp
where job_id = $job_id::uuid and status = 'preparing'
