-- Staged rows that no batch will read. The batches' ranges are first joined to stretches without gaps, of which
-- there is one as a rule, so that each row is compared with few.
with ranges as (
  select job_id, operation, row_from, row_to,
    coalesce(row_from > 1 + max(row_to) over (
      partition by job_id, operation order by row_from
      rows between unbounded preceding and 1 preceding), true) as begins
  from import_job_batches
  where table_name = $table_name::varchar
    and row_from is not null
    and ($job_id::uuid is null or job_id = $job_id::uuid)
),
stretches as (
  select job_id, operation, min(row_from) as row_from, max(row_to) as row_to
  from (
    select *, count(*) filter (where begins) over (partition by job_id, operation order by row_from) as stretch
    from ranges
  )
  group by job_id, operation, stretch
)
select
  j.job_id, j.title, j.status, null as table_name, s.operation,
  count(*) as count,
  concat('the first is row ', min(s.row_no)) as detail
from /* @staging */ import_staging_activity as s
join import_jobs as j using (job_id)
where j.status in ('ready', 'processing', 'paused', 'failed')
  and ($job_id::uuid is null or s.job_id = $job_id::uuid)
  and s.operation <> 'original'
  and not exists (
    select 1 from stretches as b
    where b.job_id = s.job_id and b.operation = s.operation and s.row_no between b.row_from and b.row_to)
group by j.job_id, j.title, j.status, s.operation, j.started_at
order by j.started_at, s.operation
