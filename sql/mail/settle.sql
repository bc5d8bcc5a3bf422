-- What became of the mail, unless it is in other hands by now, or another one has become due.
update import_jobs
set mail_status = $status::varchar, mail_at = $now::timestamp
where job_id = $job_id::uuid
  and mail_status = 'sending' and mail_attempts = $attempts::integer
