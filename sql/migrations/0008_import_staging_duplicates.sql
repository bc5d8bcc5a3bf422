-- Staged rows that lose against a later row of the same identity, found once at the end of prepare.
create table import_staging_duplicates (
  job_id uuid not null,
  table_name varchar not null,
  operation varchar not null,
  row_no bigint not null
);
