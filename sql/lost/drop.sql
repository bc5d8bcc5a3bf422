delete from import_lost_rows where job_id = $job_id::uuid
