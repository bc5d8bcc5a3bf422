delete from import_staging_resolved where job_id = $job_id::uuid
