-- Imports that repeat. When a feed is due, and who runs it, is in its row, so that of several who come at a due time one does.
create table feed (
  feed_id uuid not null,
  name varchar not null,
  dataset varchar not null,
  project_id varchar,
  source json not null,
  options json not null,
  schedule varchar not null,
  time_zone varchar not null,
  notify varchar,
  webhook_url varchar,
  ping_url varchar,
  stale_after double,
  paused boolean not null,
  paused_reason varchar,
  next_run_at timestamp,
  run_id uuid,
  job_id uuid,
  lease_until timestamp,
  seen json not null,
  failing boolean not null,
  stale boolean not null,
  data_at timestamp,
  created_by varchar not null,
  created_at timestamp not null,
  updated_at timestamp not null
);

comment on table feed is 'Imports that repeat: where from, how often, and whom to tell.';

-- Each time a feed was due or asked for, also when it found nothing.
create table feed_run (
  run_id uuid not null,
  feed_id uuid not null,
  due_at timestamp,
  begun_at timestamp not null,
  ended_at timestamp,
  started_by varchar not null,
  result varchar not null check (result in ('running', 'imported', 'nothing_new', 'waiting', 'failed')),
  message varchar,
  missed integer not null,
  jobs json not null
);

comment on table feed_run is 'Each time a feed was due or asked for, and what came of it.';
