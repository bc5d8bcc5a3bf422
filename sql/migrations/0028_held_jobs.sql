-- held: what a job that is ready waits for a person over, such as row_errors; null in every other state. As long as it is
-- there the job cannot begin, whoever drives.
alter table import_jobs add column held varchar;
