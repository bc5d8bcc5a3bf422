-- Who did what to a job, oldest first. What its batches say of themselves is not written down twice: who took each,
-- and when it was done.
select happened_at as "at", actor, event, from_status, to_status, detail
from (
  select happened_at, actor, event, from_status, to_status, detail, 0 as place, rowid as nth
  from import_audit
  where job_id = $job_id::uuid
  union all
  select
    b.started_at, b.actor, 'batch.claimed', null, 'processing',
    concat(b.table_name, ' ', b.operation, ' ', b.batch_number, ', attempt ', greatest(b.attempt, 1)), 1, b.position
  from import_job_batches as b
  where b.job_id = $job_id::uuid and b.actor is not null and b.status in ('processing', 'completed')
  union all
  select
    b.completed_at, b.actor, 'batch.completed', 'processing', 'completed',
    concat(b.table_name, ' ', b.operation, ' ', b.batch_number, ', attempt ', greatest(b.attempt, 1)), 2, b.position
  from import_job_batches as b
  where b.job_id = $job_id::uuid and b.actor is not null and b.status = 'completed'
)
order by happened_at, place, nth
limit $limit::integer offset $offset::bigint
