delete from /* @staging */ import_staging_enterprise where job_id = $job_id::uuid and row_no < getvariable('next_row_no')
