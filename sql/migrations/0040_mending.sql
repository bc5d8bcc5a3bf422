-- faults: all that is wrong with a row, where it is more than one thing; null of rows of earlier releases, which cannot be
-- mended. draft: what somebody has put into its cells and left for later, by header, and what is wrong with that.
alter table import_row_errors add column faults json;
alter table import_row_errors add column draft json;
alter table import_row_errors add column draft_faults json;
alter table import_row_errors add column drafted_by varchar;
alter table import_row_errors add column drafted_at timestamp;

-- Rows that could not be used and are no errors any more: mended, left out by somebody, or on their way. Beyond the row errors
-- that are kept, so many of them stand in one row, without a number.
create table import_settled_rows (
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
  category varchar not null,
  record json,
  faults json,
  -- What it was mended to, by header.
  mended json,
  -- Its number among the staged rows.
  mended_row_no bigint,
  rows bigint not null,
  state varchar not null check (state in ('mending', 'mended', 'dismissed')),
  actor varchar not null,
  settled_at timestamp not null,
  reason varchar
);
