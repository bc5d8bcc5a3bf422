-- How far each file of a job is staged. Two rows a file: chunks are staged two at a time and each writes its
-- own row, so that they do not collide; a chunk only commits on top of the one two before it.
create table import_job_files (
  job_id uuid not null,
  table_name varchar not null,
  operation varchar not null,
  file varchar not null,
  lane integer not null,
  chunk integer not null,
  last_row bigint not null,
  rows_staged bigint not null,
  rows_failed bigint not null,
  bytes_read bigint not null,
  bytes_total bigint not null,
  done boolean not null,
  passes_done integer not null,
  staged_at timestamp not null
);
