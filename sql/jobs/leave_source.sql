-- Note how far a source has come that this call has, and let others have it; nothing where another call has it by now.
update import_jobs
set source = $source::json, updated_at = $now::timestamp
where job_id = $job_id::uuid and (source ->> 'taken_until') = $taken_until::varchar
