-- All a status needs to know of a job's batches, in one round trip.
with mine as materialized (
  select * from import_job_batches where job_id = $job_id::uuid
),
open_phases as (
  select table_name, min(phase) as phase from mine where status <> 'completed' group by table_name
),
tables as (
  select
    table_name,
    min(position) as position,
    count(*) filter (where status = 'completed') as completed,
    count(*) filter (where status = 'failed') as failed,
    count(*) filter (where status = 'processing' and lease_until > $now::timestamp) as running,
    count(*) as total,
    coalesce(sum(records) filter (where status = 'completed'), 0)::bigint as rows_done,
    sum(records)::bigint as rows_total,
    sum(inserted)::bigint as inserted,
    sum(closed)::bigint as closed,
    sum(updated)::bigint as updated,
    sum(merged)::bigint as merged,
    sum(skipped)::bigint as skipped,
    sum(unchanged)::bigint as unchanged,
    sum(duplicates)::bigint as duplicates,
    sum(unmatched)::bigint as unmatched,
    sum(drift)::bigint as drift,
    sum(failed_rows)::bigint as failed_rows,
    max(batch_number) filter (where operation = 'delete') as deletes,
    max(batch_number) filter (where operation = 'insert') as inserts
  from mine
  group by table_name
)
select
  (select list({'table_name': table_name, 'completed': completed, 'failed': failed, 'running': running,
      'total': total, 'rows_done': rows_done, 'rows_total': rows_total, 'inserted': inserted, 'closed': closed,
      'updated': updated, 'merged': merged, 'skipped': skipped, 'unchanged': unchanged,
      'duplicates': duplicates, 'unmatched': unmatched, 'drift': drift, 'failed_rows': failed_rows}
    order by position) from tables) as tables,
  (select {'table_name': table_name, 'operation': operation, 'batch_number': batch_number, 'records': records,
      'started_at': started_at,
      'of': (select max(o.batch_number) from mine as o
        where o.table_name = mine.table_name and o.operation = mine.operation)}
    from mine where status = 'processing' and lease_until > $now::timestamp
    order by started_at desc, position limit 1) as current_batch,
  (select {'table_name': table_name, 'operation': operation, 'batch_number': batch_number}
    from mine
    where ((status = 'pending' and (not_before is null or not_before <= $now::timestamp))
        or (status = 'processing' and lease_until <= $now::timestamp and attempt < max_attempts))
      and not exists (
        select 1 from open_phases as o
        where list_contains(mine.waits_for, o.table_name) and o.phase < mine.phase)
    order by position, batch_number limit 1) as next_batch,
  (select list({'table_name': table_name, 'operation': operation, 'batch_number': batch_number,
      'attempt': attempt, 'error': error, 'retryable': retryable} order by position, batch_number)
    from (select * from mine where status = 'failed' order by position, batch_number limit 200)) as failed_batches,
  (select list({'started_at': started_at, 'completed_at': completed_at, 'duration_ms': duration_ms,
      'records': records})
    from (select * from mine where status = 'completed' order by completed_at desc limit 30)) as timings,
  (select {'id': driver_id, 'label': driver_label, 'latest': max(started_at), 'since': min(started_at)}
    from mine
    where driver_id = (select arg_max(driver_id, started_at) from mine)
    group by driver_id, driver_label
    limit 1) as driver,
  (select count(*) from mine where status = 'processing' and lease_until <= $now::timestamp) as expired,
  (select count(*) from mine where status = 'pending' and not_before > $now::timestamp) as backing_off,
  (select count(*) from import_row_errors where job_id = $job_id::uuid) as row_errors
