-- Staged rows that nothing will apply any more. A completed dry run keeps its own, to be applied later.
select
  s.job_id, j.title, coalesce(j.status, 'unknown') as status, null as table_name, s.operation,
  s.rows as count,
  null as detail
from (
  select job_id, operation, count(*) as rows
  from /* @staging */ import_staging_activity
  where $job_id::uuid is null or job_id = $job_id::uuid
  group by job_id, operation
) as s
left join import_jobs as j using (job_id)
where j.job_id is null
  or j.status in ('cancelled', 'rolled_back')
  or (j.status = 'completed' and not j.dry_run)
order by j.started_at, s.job_id, s.operation
