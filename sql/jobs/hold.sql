-- Whoever moves, mends, retries or starts the same import at once collides with this.
update import_jobs set updated_at = $now::timestamp where job_id = $job_id::uuid and status = $status::varchar
