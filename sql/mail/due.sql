-- A mail has to be sent; told in the transaction that makes it true. Of a job that fails again there is no second.
update import_jobs
set mail_status = 'due', mail_about = $about::varchar, mail_at = $now::timestamp, mail_attempts = 0
where job_id = $job_id::uuid and ($about::varchar = 'completed' or mail_about is distinct from $about::varchar)
