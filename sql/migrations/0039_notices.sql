-- What happened while rows were read, such as rows that ended early: for the warnings of the import.
-- As JSON: with a list an update would be a deletion and an insertion, and what a row held before would stay in the file.
alter table import_job_files add column notices varchar;
