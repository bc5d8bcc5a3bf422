-- A job's batches in as many rows as there are kinds of them, and the one this driver holds by itself:
-- enough to tell where the job stands and what is runnable next.
select
  (select {'dataset': dataset, 'status': status} from import_jobs where job_id = $job_id::uuid) as job,
  b.table_name,
  b.operation,
  b.phase,
  b.status,
  any_value(b.waits_for) as waits_for,
  b.status = 'pending' and b.not_before > $now::timestamp as backing_off,
  b.status = 'processing' and b.lease_until <= $now::timestamp as expired,
  b.attempt < b.max_attempts as attempts_left,
  b.lease_token is not distinct from $lease_token::uuid and b.lease_token is not null as mine,
  count(*) as batches,
  min(b.position) as first_position,
  arg_min(b.batch_number, b.position) as first_batch,
  any_value(b.duration_ms) as duration_ms,
  any_value(b.error) as error,
  any_value(b.error_code) as error_code,
  any_value(b.retryable) as retryable,
  -- What an after-step has to do is only known when it is done.
  any_value(greatest(b.records, b.rows_read)) as records,
  any_value(b.attempt) as attempt
from import_job_batches as b
where b.job_id = $job_id::uuid
group by all
