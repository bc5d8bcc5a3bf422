delete from import_job_files where job_id = $job_id::uuid
