-- Where a job stands after a call, what is runnable next, and the batch this driver just worked on.
with mine as (
  select * from import_job_batches where job_id = $job_id::uuid
),
open_phases as (
  select table_name, min(phase) as phase from mine where status <> 'completed' group by table_name
),
runnable as (
  select table_name, operation, batch_number, position
  from mine
  where (
      (status = 'pending' and (not_before is null or not_before <= $now::timestamp))
      or (status = 'processing' and lease_until <= $now::timestamp and attempt < max_attempts))
    and not exists (
      select 1 from open_phases as o
      where list_contains(mine.waits_for, o.table_name) and o.phase < mine.phase)
)
select
  j.dataset,
  j.status,
  j.dry_run,
  p.*,
  (select {'table': table_name, 'operation': operation, 'batch': batch_number}
    from runnable order by position, batch_number limit 1) as next_batch,
  (select {'status': status, 'duration_ms': duration_ms, 'attempt': attempt, 'error': error,
      'error_code': error_code, 'retryable': retryable, 'records': records}
    from mine where lease_token = $lease_token::uuid) as claimed
from import_jobs as j,
  (
    select
      count(*) as total,
      count(*) filter (where status = 'completed') as completed,
      count(*) filter (where status = 'failed' and operation <> 'embed') as failed,
      count(*) filter (where status = 'processing' and lease_until > $now::timestamp) as running,
      count(*) filter (where status = 'processing' and lease_until <= $now::timestamp) as expired,
      count(*) filter (where status = 'pending' and not_before > $now::timestamp) as backing_off
    from mine
  ) as p
where j.job_id = $job_id::uuid
