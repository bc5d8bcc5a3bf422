-- One row an import, from the first byte fetched to its end or its undoing.
-- No key and no index: an UPDATE of an indexed table runs as delete + insert, which does not conflict
-- with a plain UPDATE of the same row, and a claim could then be lost.
create table import_jobs (
  job_id uuid not null,
  dataset varchar not null,
  project_id varchar,
  title varchar not null,
  status varchar not null check (status in (
    'preparing', 'ready', 'processing', 'paused', 'finalizing', 'completed', 'failed', 'cancelled',
    'rolling_back', 'rolled_back')),
  outcome varchar check (outcome in ('complete', 'partial_failure', 'failed')),
  dry_run boolean not null,
  options json not null,
  source json not null,
  content_hash varchar,
  extract_number integer,
  extract_type varchar,
  snapshot_date date,
  warnings json not null,
  result json,
  undo_progress json,
  schema_version integer not null,
  started_by varchar not null,
  started_at timestamp not null,
  prepared_at timestamp,
  finished_at timestamp,
  rollback_completed_at timestamp,
  updated_at timestamp not null
);
