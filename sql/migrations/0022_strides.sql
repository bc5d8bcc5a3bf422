-- One call applies a run of adjacent batches in one transaction. stride: how many batches were claimed together with
-- this one, null while it never was; a batch whose stride was cut off is claimed next in runs of at most half of it.
-- actor: whose call claimed it. Rows of the journal say which staged row they come from.
alter table import_job_batches add column stride integer;
alter table import_job_batches add column actor varchar;
alter table import_undo add column row_no bigint;
