-- What somebody outside is told: a mail, a webhook, a ping; one row each, kept with its answer. No key and no index, so that of several
-- who claim one the second gets a conflict, as of batches.
create table outbox (
  delivery_id uuid not null,
  channel varchar not null check (channel in ('mail', 'webhook', 'ping')),
  address varchar not null,
  event varchar not null,
  about varchar not null,
  job_id uuid,
  feed_id uuid,
  data json,
  body varchar,
  status varchar not null check (status in ('due', 'sending', 'delivered', 'failed')),
  attempts integer not null,
  answer varchar,
  created_at timestamp not null,
  due_at timestamp not null,
  taken_at timestamp,
  settled_at timestamp
);

comment on table outbox is 'What somebody outside is told by mail, webhook or ping, and what they answered.';

-- A driver that stood still with a mail keeps its claim.
insert into outbox by name
select
  gen_random_uuid() as delivery_id,
  'mail' as channel,
  (options ->> 'notify_email') as address,
  case
    when mail_about <> 'completed' then 'import.waiting'
    when outcome = 'failed' then 'import.failed'
    else 'import.finished'
  end as event,
  mail_about as about,
  job_id,
  case mail_status when 'sent' then 'delivered' else mail_status end as status,
  mail_attempts as attempts,
  mail_at as created_at,
  mail_at as due_at,
  case mail_status when 'sending' then mail_at end as taken_at,
  case when mail_status in ('sent', 'failed') then mail_at end as settled_at
from import_jobs
where mail_status is not null and (options ->> 'notify_email') is not null;

alter table import_jobs drop column mail_status;
alter table import_jobs drop column mail_about;
alter table import_jobs drop column mail_at;
alter table import_jobs drop column mail_attempts;
