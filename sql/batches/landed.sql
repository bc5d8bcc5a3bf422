-- How many batches of an import have landed, or may land at any moment.
select count(*) as batches from import_job_batches
where job_id = $job_id::uuid and status in ('processing', 'completed')
