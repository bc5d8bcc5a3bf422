-- Rows that are still wrong: what was put into them is kept, and what is wrong now.
update import_row_errors as e
set
  column_name = k.column_name, value = k.value, code = k.code, message = k.message, faults = k.faults,
  draft = k.draft, draft_faults = k.draft_faults, drafted_by = $actor::varchar, drafted_at = $now::timestamp
from (
    select unnest(from_json($rows::json, '[{"table_name":"VARCHAR","operation":"VARCHAR","row_no":"BIGINT","column_name":"VARCHAR","value":"VARCHAR","code":"VARCHAR","message":"VARCHAR","faults":"JSON","draft":"JSON","draft_faults":"JSON"}]'), recursive := true)
  ) as k
where e.job_id = $job_id::uuid
  and e.table_name = k.table_name and e.operation = k.operation and e.row_no = k.row_no
