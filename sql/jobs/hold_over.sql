-- Whoever is just making a real import of a dry run collides with this, or has made it so.
update import_jobs set updated_at = updated_at
where job_id = $job_id::uuid and status = $status::varchar and dry_run = $dry_run::boolean
