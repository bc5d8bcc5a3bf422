-- A job's batches in as many rows as there are kinds of them, and those of this driver's stride by themselves:
-- enough to tell where the job stands and what is runnable next.
select
  (select {'dataset': dataset, 'status': status, 'held': held} from import_jobs where job_id = getvariable('ask').job_id) as job,
  b.table_name,
  b.operation,
  b.phase,
  b.status,
  b.abandoned is not null as abandoned,
  any_value(b.waits_for) as waits_for,
  b.status = 'pending' and b.not_before > getvariable('ask').now as backing_off,
  b.status = 'processing' and b.lease_until <= getvariable('ask').now as expired,
  b.attempt < b.max_attempts as attempts_left,
  b.lease_token is not distinct from getvariable('ask').lease_token and b.lease_token is not null as mine,
  count(*) as batches,
  min(b.position) as first_position,
  arg_min(b.batch_number, b.position) as first_batch,
  -- What an after-step has to do is only known when it is done.
  sum(greatest(b.records, b.rows_read))::bigint as records,
  arg_max(
    {'batch_number': b.batch_number, 'records': greatest(b.records, b.rows_read), 'duration_ms': b.duration_ms,
      'attempt': b.attempt, 'error': b.error, 'error_code': b.error_code, 'retryable': b.retryable},
    b.position) as latest
from import_job_batches as b
where b.job_id = getvariable('ask').job_id
group by
  b.table_name, b.operation, b.phase, b.status, abandoned, backing_off, expired, attempts_left, mine
