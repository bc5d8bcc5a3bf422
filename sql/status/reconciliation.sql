-- What became of every row read, per table and operation.
select
  table_name, operation,
  min(position) as position,
  sum(rows_read)::bigint as rows_read,
  sum(inserted)::bigint as inserted,
  sum(updated)::bigint as updated,
  sum(merged)::bigint as merged,
  sum(skipped)::bigint as skipped,
  sum(unchanged)::bigint as unchanged,
  sum(duplicates)::bigint as duplicates,
  sum(failed_rows)::bigint as failed_rows,
  sum(matched)::bigint as matched,
  sum(unmatched)::bigint as unmatched,
  sum(closed)::bigint as closed,
  sum(drift)::bigint as drift
from import_job_batches
where job_id = $job_id::uuid
group by all
order by position
