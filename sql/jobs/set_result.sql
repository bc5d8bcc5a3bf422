update import_jobs set result = $result::json, updated_at = $now::timestamp where job_id = $job_id::uuid
