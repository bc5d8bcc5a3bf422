-- Which rows of a file are the same thing, and what of the target they are: written and read in one transaction.
create table import_staging_resolved (
  job_id uuid not null,
  row_no bigint not null,
  owner_row_no bigint not null,
  known_id uuid
);
