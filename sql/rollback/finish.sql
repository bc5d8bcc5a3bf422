update import_jobs set rollback_completed_at = $now::timestamp where job_id = $job_id::uuid
