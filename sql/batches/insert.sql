-- Every batch of a plan at once.
insert into import_job_batches by name
select
  $job_id::uuid as job_id,
  b.*,
  'pending' as status,
  0 as attempt,
  $max_attempts::integer as max_attempts,
  0 as rows_read,
  0 as inserted,
  0 as updated,
  0 as merged,
  0 as skipped,
  0 as unchanged,
  0 as duplicates,
  0 as failed_rows,
  0 as matched,
  0 as unmatched,
  0 as closed,
  0 as drift
from (
  select unnest(from_json($batches::json, '[{
    "table_name": "VARCHAR", "operation": "VARCHAR", "batch_number": "INTEGER", "position": "BIGINT",
    "phase": "INTEGER", "waits_for": ["VARCHAR"], "mode": "VARCHAR", "row_from": "BIGINT", "row_to": "BIGINT",
    "key_from": "BIGINT", "key_to": "BIGINT", "records": "BIGINT", "careful": "BOOLEAN"}]'), recursive := true)
) as b
