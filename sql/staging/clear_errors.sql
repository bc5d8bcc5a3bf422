delete from import_row_errors where job_id = $job_id::uuid
