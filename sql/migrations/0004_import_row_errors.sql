create table import_row_errors (
  job_id uuid not null,
  table_name varchar not null,
  operation varchar not null,
  file varchar not null,
  line bigint,
  row_no bigint,
  column_name varchar,
  value varchar,
  code varchar not null,
  message varchar not null,
  category varchar not null check (category in ('validation', 'conflict', 'database', 'system')),
  record json
);
