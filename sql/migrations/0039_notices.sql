-- What happened while rows were read, such as rows that ended early: for the warnings of the import.
alter table import_job_files add column notices struct(code varchar, "count" bigint, line bigint)[];
