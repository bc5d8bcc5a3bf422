update import_jobs set warnings = $warnings::json where job_id = $job_id::uuid
