-- A mail that processes died with twice is not tried a third time.
update import_jobs
set mail_status = 'failed', mail_at = $now::timestamp
where job_id = $job_id::uuid
  and mail_status = 'sending' and mail_at <= $given_up_since::timestamp and mail_attempts >= 2
