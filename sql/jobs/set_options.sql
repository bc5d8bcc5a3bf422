update import_jobs set options = $options::json, updated_at = $now::timestamp where job_id = $job_id::uuid
