-- All a status needs to know of a job's batches, in one round trip: its kinds of batches summed up, and the few
-- batches that are shown by themselves; of rows with embeddings and of documents also what has become of these.
select
  (
    select list(kind order by kind.first_position nulls last)
    from (
      select {
        'table_name': table_name,
        'operation': operation,
        'phase': phase,
        'status': status,
        'abandoned': abandoned is not null,
        'waits_for': any_value(waits_for),
        'backing_off': status = 'pending' and not_before > $now::timestamp,
        'expired': status = 'processing' and lease_until <= $now::timestamp,
        'attempts_left': attempt < max_attempts,
        'batches': count(*),
        'first_position': min(position),
        'first_batch': arg_min(batch_number, position),
        'last_batch': max(batch_number),
        -- Rows that are mended have been read before.
        'records': if(operation = 'mend', 0, sum(records)::bigint),
        'inserted': sum(inserted)::bigint,
        'closed': sum(closed)::bigint,
        'updated': sum(updated)::bigint,
        'merged': sum(merged)::bigint,
        'skipped': sum(skipped)::bigint,
        'unchanged': sum(unchanged)::bigint,
        'duplicates': sum(duplicates)::bigint,
        -- A mended row that is refused again stays among those of its own operation.
        'failed_rows': if(operation = 'mend', 0, sum(failed_rows)::bigint),
        'mended': 0::bigint,
        'dismissed': 0::bigint
      } as kind
      from import_job_batches
      where job_id = $job_id::uuid
      group by
        table_name, operation, phase, status, abandoned,
        status = 'pending' and not_before > $now::timestamp,
        status = 'processing' and lease_until <= $now::timestamp,
        attempt < max_attempts
      union all
      -- Rows no batch is planned for, since none of them can be used; and rows that had failed, with what has become of them since.
      select {
        'table_name': table_name,
        'operation': operation,
        'phase': 0,
        'status': 'completed',
        'abandoned': false,
        'waits_for': []::varchar[],
        'backing_off': false,
        'expired': false,
        'attempts_left': false,
        'batches': 0::bigint,
        'first_position': null::bigint,
        'first_batch': null::integer,
        'last_batch': 0,
        'records': records,
        'inserted': 0::bigint,
        'closed': 0::bigint,
        'updated': 0::bigint,
        'merged': 0::bigint,
        'skipped': 0::bigint,
        'unchanged': 0::bigint,
        'duplicates': 0::bigint,
        'failed_rows': failed_rows,
        'mended': mended,
        'dismissed': dismissed
      } as kind
      from (
        select
          table_name, operation, max(last_row) as records, max(last_row) as failed_rows, 0::bigint as mended,
          0::bigint as dismissed
        from import_job_files
        where job_id = $job_id::uuid and unplanned
        group by table_name, operation
        union all
        select
          table_name, operation, 0::bigint, -sum(rows)::bigint,
          coalesce(sum(rows) filter (where state <> 'dismissed'), 0)::bigint,
          coalesce(sum(rows) filter (where state = 'dismissed'), 0)::bigint
        from import_settled_rows
        where job_id = $job_id::uuid
        group by table_name, operation
      )
    )
  ) as kinds,
  (
    select arg_max(
      {'table_name': table_name, 'operation': operation, 'batch_number': batch_number, 'records': records,
        'started_at': started_at},
      started_at)
    from import_job_batches
    where job_id = $job_id::uuid and status = 'processing' and lease_until > $now::timestamp
  ) as current_batch,
  (
    select arg_min(
      {'table_name': table_name, 'operation': operation, 'batch_number': batch_number, 'attempt': attempt,
        'error': error, 'retryable': retryable},
      position, 200)
    from import_job_batches
    where job_id = $job_id::uuid and status = 'failed'
  ) as failed_batches,
  (
    select arg_max(
      {'started_at': started_at, 'completed_at': completed_at, 'duration_ms': duration_ms, 'records': records},
      completed_at, 30)
    from import_job_batches
    where job_id = $job_id::uuid and status = 'completed'
  ) as timings,
  (
    select arg_max({'id': driver_id, 'label': driver_label, 'latest': latest, 'since': since}, latest)
    from (
      select driver_id, driver_label, max(started_at) as latest, min(started_at) as since
      from import_job_batches
      where job_id = $job_id::uuid and started_at is not null
      group by driver_id, driver_label
    )
  ) as driver,
  (select count(*) from import_row_errors where job_id = $job_id::uuid and code <> 'lost_current_row')
    + (select coalesce(sum(errors), 0)::bigint from import_row_error_counts where job_id = $job_id::uuid) as row_errors,
  (
    select coalesce(sum((notice ->> 'count')::bigint), 0)::bigint
    from (
      select unnest(from_json(coalesce(notices, '[]')::json, '["json"]')) as notice
      from import_job_files
      where job_id = $job_id::uuid
    )
    where notice ->> 'code' = 'blank_rows'
  ) as blank_rows,
  /* @tried */ true as staged, false as passed /* @end */,
  (/* @embeddings */ null /* @end */) as embeddings,
  (/* @documents */ null /* @end */) as documents
