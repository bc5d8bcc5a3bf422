-- What batches say they opened and closed in a target, beside what the target says. A dry run and an import that
-- was taken back have nothing there.
with counted as (
  select
    b.job_id,
    sum(b.inserted)::bigint as opened,
    sum(b.closed)::bigint as closed
  from import_job_batches as b
  join import_jobs as j using (job_id)
  where b.table_name = $table_name::varchar
    and b.status = 'completed'
    and not j.dry_run
    and j.status <> 'rolled_back'
  group by b.job_id
),
opened as (
  select _job_id as job_id, count(*) as rows from /* @target */ activity group by _job_id
),
closed as (
  select _closed_job_id as job_id, count(*) as rows
  from /* @target */ activity
  where _closed_job_id is not null
  group by _closed_job_id
),
compared as (
  select
    job_id,
    coalesce(counted.opened, 0) as opened, coalesce(opened.rows, 0) as opened_there,
    coalesce(counted.closed, 0) as closed, coalesce(closed.rows, 0) as closed_there
  from counted
  full join opened using (job_id)
  full join closed using (job_id)
)
select
  c.job_id, j.title, coalesce(j.status, 'unknown') as status, null as table_name, null as operation,
  (abs(c.opened - c.opened_there) + abs(c.closed - c.closed_there))::bigint as count,
  concat(c.opened, ' rows counted as inserted, ', c.opened_there, ' are there; ',
    c.closed, ' counted as closed, ', c.closed_there, ' are') as detail
from compared as c
left join import_jobs as j using (job_id)
where (c.opened <> c.opened_there or c.closed <> c.closed_there)
  and coalesce(j.status, 'unknown') <> 'rolling_back'
  and ($job_id::uuid is null or c.job_id = $job_id::uuid)
order by j.started_at, c.job_id
