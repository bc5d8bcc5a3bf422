-- Whoever is just making the job ready collides with this, or has made it so.
update import_jobs set updated_at = updated_at where job_id = $job_id::uuid and status = 'preparing'
