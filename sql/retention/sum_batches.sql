-- The first completed batch of each table and operation becomes all of them.
update import_job_batches as b
set
  records = s.records, row_to = s.row_to, key_to = s.key_to, duration_ms = s.duration_ms, completed_at = s.completed_at,
  rows_read = s.rows_read, inserted = s.inserted, updated = s.updated, merged = s.merged, skipped = s.skipped,
  unchanged = s.unchanged, duplicates = s.duplicates, failed_rows = s.failed_rows, "matched" = s."matched",
  unmatched = s.unmatched, closed = s.closed, drift = s.drift
from (
  select
    job_id, min(position) as position, sum(records)::bigint as records, max(row_to) as row_to, max(key_to) as key_to,
    sum(duration_ms) as duration_ms, max(completed_at) as completed_at, sum(rows_read)::bigint as rows_read,
    sum(inserted)::bigint as inserted, sum(updated)::bigint as updated, sum(merged)::bigint as merged,
    sum(skipped)::bigint as skipped, sum(unchanged)::bigint as unchanged, sum(duplicates)::bigint as duplicates,
    sum(failed_rows)::bigint as failed_rows, sum("matched")::bigint as "matched", sum(unmatched)::bigint as unmatched,
    sum(closed)::bigint as closed, sum(drift)::bigint as drift
  from import_job_batches
  where status = 'completed' and list_contains(from_json($jobs::varchar, '["UUID"]'), job_id)
  group by job_id, table_name, operation
  having count(*) > 1
) as s
where b.job_id = s.job_id and b.position = s.position
