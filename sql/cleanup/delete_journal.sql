delete from import_undo where job_id = $job_id::uuid
