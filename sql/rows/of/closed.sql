t._closed_job_id = $job_id::uuid
