delete from /* @staging */ import_staging_enterprise where job_id = getvariable('cleared')
