-- What there is to watch, one number a row; labels beside it. Of rows what imports have done that stand: no dry runs, none that were taken back.
with job as (
  select
    job_id, dataset, status, if(held is null, status, 'held') as state,
    not dry_run and status not in ('rolling_back', 'rolled_back') as stands
  from import_jobs
),
batch as (
  select j.dataset, j.stands, b.*
  from import_job_batches as b
  join job as j using (job_id)
),
done as (
  select
    dataset, sum(inserted) as inserted, sum(updated) as updated, sum(merged) as merged, sum(closed) as closed,
    sum(skipped) as skipped, sum(unchanged) as unchanged, sum(duplicates) as duplicates
  from batch
  where stands and operation in ('insert', 'delete', 'mend')
  group by dataset
),
failed as (
  select dataset, code, sum(errors) as errors
  from (
    select job_id, code, errors from import_row_error_counts
    union all
    select job_id, code, 1 from import_row_errors
    union all
    -- Put right since, or left out by somebody: they had failed all the same.
    select job_id, code, rows from import_settled_rows
  )
  join job as j using (job_id)
  where stands and code <> 'lost_current_row'
  group by dataset, code
),
recent as (
  select dataset, 'batch' as of, duration_ms / 1000 as seconds
  from batch
  where completed_at > $now::timestamp - interval 24 hour
  union all
  -- What one call applied shares a claim.
  select dataset, 'call', sum(duration_ms) / 1000
  from batch
  where completed_at > $now::timestamp - interval 24 hour
  group by dataset, job_id, lease_token, started_at
)
select 'imports' as metric, {'dataset': dataset, 'state': state}::json as labels, count(*)::double as value
from job
group by dataset, state
union all
select 'rows', {'dataset': dataset, 'result': result}::json, rows::double
from (unpivot done on columns(* exclude (dataset)) into name result value rows)
union all
select 'rows', {'dataset': dataset, 'result': 'failed'}::json, sum(errors)::double from failed group by dataset
union all
select 'row_errors', {'dataset': dataset, 'code': code}::json, errors::double from failed
union all
select
  of || '_seconds', {'dataset': dataset, 'quantile': quantile}::json,
  case quantile
    when '0.5' then quantile_cont(seconds, 0.5)
    when '0.95' then quantile_cont(seconds, 0.95)
    else max(seconds)
  end
from recent, (values ('0.5'), ('0.95'), ('1')) as q (quantile)
group by dataset, of, quantile
union all
select 'open_batches', {'dataset': b.dataset, 'state': b.status}::json, count(*)::double
from batch as b
join job as j using (job_id)
where b.status <> 'completed' and j.status in ('ready', 'processing', 'paused', 'failed')
group by b.dataset, b.status
union all
select 'snapshot_timestamp_seconds', {'dataset': 'daily-update'}::json, epoch(max(snapshot_date)::timestamp)
from register_extract
having count(*) > 0
union all
select 'feed_success_timestamp_seconds', {'feed': f.name}::json, epoch(max(r.ended_at))
from feed as f
join feed_run as r using (feed_id)
where r.result in ('imported', 'nothing_new')
group by f.name
union all
select 'feed_next_run_timestamp_seconds', {'feed': name}::json, epoch(next_run_at)
from feed
where not paused and next_run_at is not null
union all
select 'webhooks_undelivered', '{}'::json, count(*)::double
from outbox
where channel = 'webhook' and status in ('due', 'sending')
union all
select 'webhooks_off', '{}'::json, count(*) filter (off)::double
from (
  select arg_max(status, settled_at) = 'failed' as off
  from outbox
  where channel = 'webhook' and status in ('delivered', 'failed')
  group by address
)
