update import_jobs
set result = $result::json, warnings = $warnings::json
where job_id = $job_id::uuid and status = 'finalizing'
