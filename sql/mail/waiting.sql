-- Mails that nobody sends: due for a while, or in hand for too long.
select job_id
from import_jobs
where (mail_status = 'due' and mail_at <= $due_since::timestamp)
  or (mail_status = 'sending' and mail_at <= $given_up_since::timestamp)
order by mail_at
limit 20
