-- What the statements of a stride need to know, once, as a variable of the connection; null when nothing was
-- claimed. Its batches are one range of rows or keys. uuidv7() is the one function that reads the clock inside a
-- transaction.
set variable batch = (
  select {
    'job_id': j.job_id,
    'table_name': b.table_name,
    'operation': b.operation,
    'mode': b.mode,
    'batches': b.batches,
    'taken': b.taken,
    'row_from': b.row_from,
    'row_to': b.row_to,
    'key_from': b.key_from,
    'key_to': b.key_to,
    'careful': b.careful,
    'attempt': b.attempt,
    'max_attempts': b.max_attempts,
    'lease_token': getvariable('ask').lease_token,
    'started_at': getvariable('ask').now,
    'extract_number': j.extract_number,
    'snapshot_date': j.snapshot_date,
    'project_id': coalesce(j.project_id, 'default'),
    'prepared_at': j.prepared_at,
    'begun': uuid_extract_timestamp(uuidv7())
  }
  from import_jobs as j, (
    select
      count(*)::integer as batches,
      list({'position': position, 'batch_number': batch_number, 'records': records} order by position) as taken,
      any_value(table_name) as table_name,
      any_value(operation) as operation,
      any_value(mode) as mode,
      min(row_from) as row_from,
      max(row_to) as row_to,
      min(key_from) as key_from,
      max(key_to) as key_to,
      bool_or(careful) as careful,
      max(attempt) as attempt,
      min(max_attempts) as max_attempts
    from import_job_batches
    where job_id = getvariable('ask').job_id
      and lease_token = getvariable('ask').lease_token
      and status = 'processing'
  ) as b
  where j.job_id = getvariable('ask').job_id and b.batches > 0
)
