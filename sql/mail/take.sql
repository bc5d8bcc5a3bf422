-- Take a mail in hand: of several at once one does. One that a process died with is taken up once more.
update import_jobs
set mail_status = 'sending', mail_at = $now::timestamp, mail_attempts = mail_attempts + 1
where job_id = $job_id::uuid
  and (
    mail_status = 'due'
    or (mail_status = 'sending' and mail_at <= $given_up_since::timestamp and mail_attempts < 2))
