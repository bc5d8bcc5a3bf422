delete from import_staging_duplicates where job_id = getvariable('cleared')
