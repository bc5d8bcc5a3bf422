-- Say why a job came to nothing.
update import_jobs
set error = $error::json
where job_id = $job_id::uuid
