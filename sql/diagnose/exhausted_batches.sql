-- Batches of open imports that have used up their attempts.
select
  b.job_id, j.title, j.status, b.table_name, b.operation,
  count(*) as count,
  any_value(b.error) as detail
from import_job_batches as b
join import_jobs as j using (job_id)
where j.status in ('processing', 'paused', 'failed')
  and (b.status = 'failed'
    or (b.status = 'processing' and b.lease_until <= $now::timestamp and b.attempt >= b.max_attempts))
  and ($job_id::uuid is null or b.job_id = $job_id::uuid)
group by b.job_id, j.title, j.status, b.table_name, b.operation, j.started_at
order by j.started_at, min(b.position)
