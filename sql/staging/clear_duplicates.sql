delete from import_staging_duplicates where job_id = $job_id::uuid and row_no < getvariable('next_row_no')
