-- Imports that still need what they staged, and of which more or less is there than they staged.
with here as (
  select job_id, operation, count(*) as rows
  from /* @staging */ import_staging_activity
  where ($job_id::uuid is null or job_id = $job_id::uuid)
    -- Beside rows that stand for others is what was read of them; mended rows came later.
    and operation not in ('original', 'mend')
  group by job_id, operation
),
recorded as (
  select job_id, operation, sum(rows_staged)::bigint as rows
  from import_job_files
  where table_name = $table_name::varchar
    and ($job_id::uuid is null or job_id = $job_id::uuid)
  group by job_id, operation
)
select
  j.job_id, j.title, j.status, null as table_name, operation,
  abs(coalesce(here.rows, 0) - coalesce(recorded.rows, 0)) as count,
  concat(coalesce(recorded.rows, 0), ' rows were staged, ', coalesce(here.rows, 0), ' are there') as detail
from here
full join recorded using (job_id, operation)
join import_jobs as j using (job_id)
where (j.status in ('preparing', 'ready', 'processing', 'paused', 'failed') or (j.status = 'completed' and j.dry_run))
  and coalesce(here.rows, 0) <> coalesce(recorded.rows, 0)
order by j.started_at, operation
