-- Have a job go on that waited for a person; nothing when somebody else has let it go, or has given it up.
update import_jobs
set held = null, updated_at = $now::timestamp
where job_id = $job_id::uuid and status = 'ready' and held is not null
