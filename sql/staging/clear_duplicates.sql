delete from import_staging_duplicates where job_id = $job_id::uuid and row_no < $below::bigint
