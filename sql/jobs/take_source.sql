-- Have a job's source to oneself, unless another call has it and can still be alive.
update import_jobs
set source = $source::json, updated_at = $now::timestamp
where job_id = $job_id::uuid and status = 'preparing' and coalesce(source ->> 'taken_until', '') <= $now::varchar
