delete from import_jobs where job_id = $job_id::uuid
