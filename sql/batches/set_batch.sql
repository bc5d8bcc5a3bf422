-- What the statements of a stride need to know, once, as a variable of the connection; null when nothing was
-- claimed. Its batches are one range of rows or keys. uuidv7() is the one function that reads the clock inside a
-- transaction.
set variable batch = (
  select {
    'job_id': j.job_id,
    'table_name': b.table_name,
    'operation': b.operation,
    'mode': b.mode,
    'batches': count(*)::integer,
    'positions': list(b.position order by b.position),
    'batch_numbers': list(b.batch_number order by b.position),
    'records': list(b.records order by b.position),
    'row_from': min(b.row_from),
    'row_to': max(b.row_to),
    'key_from': min(b.key_from),
    'key_to': max(b.key_to),
    'careful': bool_or(b.careful),
    'attempt': max(b.attempt),
    'max_attempts': min(b.max_attempts),
    'lease_token': b.lease_token,
    'started_at': b.started_at,
    'extract_number': j.extract_number,
    'snapshot_date': j.snapshot_date,
    'project_id': coalesce(j.project_id, 'default'),
    'prepared_at': j.prepared_at,
    'begun': uuid_extract_timestamp(uuidv7())
  }
  from import_job_batches as b, import_jobs as j
  where b.job_id = getvariable('ask').job_id
    and b.lease_token = getvariable('ask').lease_token
    and b.status = 'processing'
    and j.job_id = getvariable('ask').job_id
  group by
    j.job_id, b.table_name, b.operation, b.mode, b.lease_token, b.started_at, j.extract_number, j.snapshot_date,
    j.project_id, j.prepared_at
)
