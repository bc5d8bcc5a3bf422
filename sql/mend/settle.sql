-- Rows that are errors no longer.
insert into import_settled_rows by name
select
  e.job_id, e.table_name, e.operation, e.file, e.line, e.row_no, e.column_name, e.value, e.code, e.message, e.category,
  e.record, e.faults, k.mended, k.mended_row_no,
  1 as rows,
  $state::varchar as state,
  $actor::varchar as actor,
  $now::timestamp as settled_at,
  k.reason
from import_row_errors as e
join (
    select unnest(from_json($rows::json, '[{"table_name":"VARCHAR","operation":"VARCHAR","row_no":"BIGINT","mended":"JSON","mended_row_no":"BIGINT","reason":"VARCHAR"}]'), recursive := true)
  ) as k using (table_name, operation, row_no)
where e.job_id = $job_id::uuid
qualify row_number() over (partition by e.table_name, e.operation, e.row_no order by e.code) = 1
