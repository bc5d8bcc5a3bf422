-- Things an import left without a current row, where no row error tells of them: their rows were in batches it was closed without,
-- or its row errors were removed after years.
create table import_lost_rows (
  job_id uuid not null,
  table_name varchar not null,
  file varchar not null,
  line bigint,
  number varchar not null
);
