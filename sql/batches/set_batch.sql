-- What the statements of one batch need to know, once, as a variable of the connection; null when nothing
-- was claimed. uuidv7() is the one function that reads the clock inside a transaction.
set variable batch = (
  select {
    'job_id': b.job_id,
    'table_name': b.table_name,
    'operation': b.operation,
    'batch_number': b.batch_number,
    'position': b.position,
    'mode': b.mode,
    'row_from': b.row_from,
    'row_to': b.row_to,
    'key_from': b.key_from,
    'key_to': b.key_to,
    'records': b.records,
    'careful': b.careful,
    'attempt': b.attempt,
    'max_attempts': b.max_attempts,
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
)
