delete from import_staging_duplicates where job_id = $job_id::uuid and table_name = $table_name::varchar
