-- What somebody has put into cells and left for later.
update import_row_errors as e
set draft = k.draft, draft_faults = k.draft_faults, drafted_by = $actor::varchar, drafted_at = $now::timestamp
from (
    select unnest(from_json($rows::json, '[{"table_name":"VARCHAR","operation":"VARCHAR","row_no":"BIGINT","draft":"JSON","draft_faults":"JSON"}]'), recursive := true)
  ) as k
where e.job_id = $job_id::uuid
  and e.table_name = k.table_name and e.operation = k.operation and e.row_no = k.row_no
