select distinct job_id from /* @staging */ import_staging_enterprise
