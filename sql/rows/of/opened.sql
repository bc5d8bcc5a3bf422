t._job_id = $job_id::uuid
