-- In the transaction of the effect. Only the claim that did the work may say that it is done; for anybody else
-- the error takes the effect back, where a COMMIT over an update of no row would keep it.
update import_job_batches
set
  status = case
    when status = 'processing'
      and lease_token = getvariable('batch').lease_token
      and attempt = getvariable('batch').attempt
    then 'completed'
    else error('claim lost')
  end,
  duration_ms = epoch_us(uuid_extract_timestamp(uuidv7())) / 1000.0 - epoch_us(getvariable('batch').begun) / 1000.0,
  completed_at = getvariable('batch').started_at + to_microseconds(
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
  and position = getvariable('batch').position
