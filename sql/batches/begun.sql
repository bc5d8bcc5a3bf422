-- How many batches of an import anybody has begun.
select count(*) as batches from import_job_batches
where job_id = $job_id::uuid and (status <> 'pending' or attempt > 0)
