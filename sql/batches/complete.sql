-- In the transaction of the effect. Only the claim that did the work may say that it is done; for anybody else
-- the error takes the effect back, where a COMMIT over an update of no row would keep it. Each batch of a stride
-- took its share of the time, which is none where the clock was set back meanwhile.
update import_job_batches as b
set
  status = case
    when b.status = 'processing' and b.lease_token = getvariable('batch').lease_token then 'completed'
    else error('claim lost')
  end,
  duration_ms = greatest(0, epoch_us(uuid_extract_timestamp(uuidv7())) - epoch_us(getvariable('batch').begun)) / 1000.0
    / getvariable('batch').batches,
  completed_at = getvariable('batch').started_at + to_microseconds(
    greatest(0, epoch_us(uuid_extract_timestamp(uuidv7())) - epoch_us(getvariable('batch').begun))),
  rows_read = coalesce(done.counts['rows_read'], 0),
  inserted = coalesce(done.counts['inserted'], 0),
  updated = coalesce(done.counts['updated'], 0),
  merged = coalesce(done.counts['merged'], 0),
  skipped = coalesce(done.counts['skipped'], 0),
  unchanged = coalesce(done.counts['unchanged'], 0),
  duplicates = coalesce(done.counts['duplicates'], 0),
  failed_rows = coalesce(done.counts['failed_rows'], 0),
  matched = coalesce(done.counts['matched'], 0),
  unmatched = coalesce(done.counts['unmatched'], 0),
  closed = coalesce(done.counts['closed'], 0),
  drift = coalesce(done.counts['drift'], 0)
from (
  select p.position, c.counts
  from (select unnest(getvariable('batch').taken).position as position) as p
  left join (/* @counts */ select 1 as position, map {'rows_read': 1} as counts /* @end */) as c using (position)
) as done
where b.job_id = getvariable('batch').job_id and b.position = done.position
