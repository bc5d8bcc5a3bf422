-- An extract of which rows are mended is applied all the same.
create or replace view register_extract as
select extract_number, extract_type, snapshot_date, job_id, finished_at as imported_at
from import_jobs
where dataset = 'daily-update' and outcome <> 'failed' and not dry_run
  and (status = 'completed'
    or (finished_at is not null and status in ('processing', 'paused', 'finalizing', 'failed')));

comment on view register_extract is 'Extracts the register''s tables have been through; a full and an update may share a number.';
