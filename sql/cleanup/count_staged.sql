select count(*) as rows from /* @staging */ import_staging_activity where job_id = $job_id::uuid
