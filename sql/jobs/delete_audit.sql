delete from import_audit where job_id = $job_id::uuid
