-- Keep the records that are not well-formed CSV; the scanner found them before DuckDB saw them.
insert into import_row_errors by name
select
  $job_id::uuid as job_id,
  $table_name::varchar as table_name,
  $operation::varchar as operation,
  $file::varchar as file,
  fault.line,
  fault.row_no,
  fault.column_name,
  fault.value,
  fault.code,
  fault.message,
  'validation' as category
from (
  select unnest(from_json(
    $faults::json,
    '[{"line":"BIGINT","row_no":"BIGINT","column_name":"VARCHAR","value":"VARCHAR","code":"VARCHAR","message":"VARCHAR"}]')) as fault
)
