-- In the transaction of the effect: only the claim that did the work may say that it is done.
update import_job_batches
set
  status = 'completed',
  duration_ms = epoch_us(uuid_extract_timestamp(uuidv7())) / 1000.0 - epoch_us(getvariable('batch').begun) / 1000.0,
  completed_at = getvariable('batch').now + to_microseconds(
    epoch_us(uuid_extract_timestamp(uuidv7())) - epoch_us(getvariable('batch').begun)),
  rows_read = coalesce(getvariable('counts')['rows_read'], 0),
  inserted = coalesce(getvariable('counts')['inserted'], 0),
  updated = coalesce(getvariable('counts')['updated'], 0),
  merged = coalesce(getvariable('counts')['merged'], 0),
  skipped = coalesce(getvariable('counts')['skipped'], 0),
  unchanged = coalesce(getvariable('counts')['unchanged'], 0),
  duplicates = coalesce(getvariable('counts')['duplicates'], 0),
  failed_rows = coalesce(getvariable('counts')['failed_rows'], 0),
  matched = coalesce(getvariable('counts')['matched'], 0),
  unmatched = coalesce(getvariable('counts')['unmatched'], 0),
  closed = coalesce(getvariable('counts')['closed'], 0),
  drift = coalesce(getvariable('counts')['drift'], 0)
where job_id = getvariable('batch').job_id
  and table_name = getvariable('batch').table_name
  and operation = getvariable('batch').operation
  and batch_number = getvariable('batch').batch_number
  and status = 'processing'
  and lease_token = getvariable('batch').lease_token
  and attempt = getvariable('batch').attempt
