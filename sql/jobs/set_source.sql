update import_jobs set source = $source::json, updated_at = $now::timestamp where job_id = $job_id::uuid
