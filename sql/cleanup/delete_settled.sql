delete from import_settled_rows where job_id = $job_id::uuid
