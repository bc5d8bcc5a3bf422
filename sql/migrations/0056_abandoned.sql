-- abandoned: the import was closed without this batch, which is never applied any more; null of all others. An after-step that
-- failed can be done again, and is none.
alter table import_job_batches add column abandoned boolean;
update import_job_batches
set abandoned = true
where status = 'failed' and operation not in ('embed', 'mend') and mode <> 'mended'
  and job_id in (select job_id from import_jobs where finished_at is not null);
