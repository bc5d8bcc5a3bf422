-- Batches somebody took and never finished: whoever drives the import next takes them over.
select
  b.job_id, j.title, j.status, b.table_name, b.operation,
  count(*) as count,
  concat('since ', strftime(min(b.started_at), '%Y-%m-%d %H:%M'), ' by ', any_value(b.driver_label)) as detail
from import_job_batches as b
join import_jobs as j using (job_id)
where b.status = 'processing'
  and b.lease_until <= $now::timestamp
  and b.attempt < b.max_attempts
  and j.status in ('ready', 'processing', 'paused')
  and ($job_id::uuid is null or b.job_id = $job_id::uuid)
group by b.job_id, j.title, j.status, b.table_name, b.operation, j.started_at
order by j.started_at, min(b.position)
