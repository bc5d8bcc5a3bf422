-- What prepare has staged and committed, chunk after chunk, so that a killed one goes on from there.
create table import_job_chunks (
  job_id uuid not null,
  table_name varchar not null,
  operation varchar not null,
  file varchar not null,
  last_row bigint not null,
  rows_staged bigint not null,
  rows_failed bigint not null,
  bytes_read bigint not null,
  done boolean not null,
  staged_at timestamp not null
);
