-- Batches, files, row errors and audit lines of imports that do not exist.
select
  job_id, null as title, 'unknown' as status, null as table_name, null as operation,
  count(*) as count,
  string_agg(distinct kind, ', ' order by kind) as detail
from (
  select job_id, 'batches' as kind from import_job_batches
  union all
  select job_id, 'files' from import_job_files
  union all
  select job_id, 'row errors' from import_row_errors
  union all
  select job_id, 'row errors' from import_row_error_counts
  union all
  select job_id, 'mended rows' from import_settled_rows
  union all
  select job_id, 'audit lines' from import_audit where job_id is not null
  union all
  select job_id, 'repeated rows' from import_staging_duplicates
)
where job_id not in (select job_id from import_jobs)
  and ($job_id::uuid is null or job_id = $job_id::uuid)
group by job_id
order by job_id
