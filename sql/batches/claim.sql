-- Take the first runnable batch, or the one asked for, in one statement: of two drivers at the same row
-- one wins and the other gets no row or a conflict. The attempt number fences late writers.
update import_job_batches as b
set
  status = 'processing',
  attempt = b.attempt + 1,
  lease_token = $lease_token::uuid,
  lease_until = $lease_until::timestamp,
  started_at = $now::timestamp,
  completed_at = null,
  duration_ms = null,
  driver_id = $driver_id::varchar,
  driver_label = $driver_label::varchar,
  error = null,
  error_code = null,
  retryable = null
from (
  with open_phases as (
    select table_name, min(phase) as phase
    from import_job_batches
    where job_id = $job_id::uuid and status <> 'completed'
    group by table_name
  )
  select c.table_name, c.operation, c.batch_number
  from import_job_batches as c
  where c.job_id = $job_id::uuid
    and exists (
      select 1 from import_jobs
      where job_id = $job_id::uuid and dataset = $dataset::varchar and status = 'processing')
    and (
      (c.status = 'pending' and (c.not_before is null or c.not_before <= $now::timestamp))
      or (c.status = 'processing' and c.lease_until <= $now::timestamp and c.attempt < c.max_attempts))
    and ($table_name::varchar is null or (
      c.table_name = $table_name::varchar
      and c.batch_number = $batch_number::integer
      and c.operation = $operation::varchar))
    and not exists (
      select 1 from open_phases as o
      where list_contains(c.waits_for, o.table_name) and o.phase < c.phase)
  order by c.position, c.batch_number
  limit 1 offset $skip::integer
) as chosen
where b.job_id = $job_id::uuid
  and b.table_name = chosen.table_name
  and b.operation = chosen.operation
  and b.batch_number = chosen.batch_number
returning
  b.table_name, b.operation, b.batch_number, b.mode, b.row_from, b.row_to, b.key_from, b.key_to,
  b.records, b.has_duplicates, b.attempt, b.max_attempts, b.started_at
