delete from import_job_batches where job_id = $job_id::uuid
