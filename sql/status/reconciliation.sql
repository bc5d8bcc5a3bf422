-- What became of every row read, per table and operation. Rows no batch is planned for could not be used.
select
  table_name, operation,
  sum(rows_read)::bigint as rows_read,
  sum(inserted)::bigint as inserted,
  sum(updated)::bigint as updated,
  sum(merged)::bigint as merged,
  sum(skipped)::bigint as skipped,
  sum(unchanged)::bigint as unchanged,
  sum(duplicates)::bigint as duplicates,
  -- Rows may be mended before the batch that would count them as failed.
  greatest(sum(failed_rows), 0)::bigint as failed_rows,
  sum(mended)::bigint as mended,
  sum(dismissed)::bigint as dismissed,
  sum(matched)::bigint as matched,
  sum(unmatched)::bigint as unmatched,
  sum(closed)::bigint as closed,
  sum(drift)::bigint as drift,
  min(position) as first_position
from (
  select
    table_name, operation, position, rows_read, inserted, updated, merged, skipped, unchanged, duplicates, failed_rows,
    matched, unmatched, closed, drift, 0 as mended, 0 as dismissed
  from import_job_batches
  where job_id = $job_id::uuid
  union all
  select table_name, operation, null, max(last_row), 0, 0, 0, 0, 0, 0, max(last_row), 0, 0, 0, 0, 0, 0
  from import_job_files
  where job_id = $job_id::uuid and unplanned
  group by table_name, operation
  union all
  -- Rows that had failed, and what has become of them since.
  select
    table_name, operation, null, 0, 0, 0, 0, 0, 0, 0, -rows, 0, 0, 0, 0,
    if(state = 'dismissed', 0, rows), if(state = 'dismissed', rows, 0)
  from import_settled_rows
  where job_id = $job_id::uuid
)
group by table_name, operation
order by min(position) nulls last, table_name, operation
