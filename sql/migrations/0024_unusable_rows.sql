-- unplanned: none of the file's rows can be used, so no batch was planned for them. It is all there is to say that they
-- were read, and lasts as long as the import's batches do.
alter table import_job_files add column unplanned boolean;

-- Row errors beyond those that are kept row by row.
create table import_row_error_counts (
  job_id uuid not null,
  table_name varchar not null,
  operation varchar not null,
  code varchar not null,
  column_name varchar,
  errors bigint not null
);
