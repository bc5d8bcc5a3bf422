update import_row_errors as e
set draft = null, draft_faults = null, drafted_by = null, drafted_at = null
from (
    select unnest(from_json($rows::json, '[{"table_name":"VARCHAR","operation":"VARCHAR","row_no":"BIGINT"}]'), recursive := true)
  ) as k
where e.job_id = $job_id::uuid
  and e.table_name = k.table_name and e.operation = k.operation and e.row_no = k.row_no
