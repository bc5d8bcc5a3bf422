-- What the statements of one batch need to know, once, as a variable of the connection: so they travel
-- as one script. uuidv7() is the one function that reads the clock inside a transaction.
set variable batch = (
  select {
    'job_id': b.job_id,
    'table_name': b.table_name,
    'operation': b.operation,
    'batch_number': b.batch_number,
    'attempt': b.attempt,
    'lease_token': b.lease_token,
    'row_from': coalesce($row_from::bigint, b.row_from),
    'row_to': coalesce($row_to::bigint, b.row_to),
    'key_from': b.key_from,
    'key_to': b.key_to,
    'extract_number': j.extract_number,
    'snapshot_date': j.snapshot_date,
    'now': $now::timestamp,
    'begun': uuid_extract_timestamp(uuidv7())
  }
  from import_job_batches as b
  join import_jobs as j using (job_id)
  where b.job_id = $job_id::uuid
    and b.lease_token = $lease_token::uuid
    and b.status = 'processing'
)
