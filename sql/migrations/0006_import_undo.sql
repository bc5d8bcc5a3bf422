-- What a batch overwrote where the target keeps no history: the row before and after, by its key.
-- before is null for a row that was not there.
create table import_undo (
  job_id uuid not null,
  table_name varchar not null,
  operation varchar not null,
  batch_number integer not null,
  row_key varchar not null,
  before json,
  after json
);
