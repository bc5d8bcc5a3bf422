-- Keep the records that were found bad before the database saw them.
insert into import_row_errors by name
select
  $job_id::uuid as job_id,
  $table_name::varchar as table_name,
  $operation::varchar as operation,
  coalesce(fault.file, $file::varchar) as file,
  fault.line,
  fault.row_no,
  fault.column_name,
  left(fault.value, 200) as value,
  fault.code,
  fault.message,
  'validation' as category,
  fault.record
from (
  select unnest(from_json(
    $faults::json,
    '[{"file":"VARCHAR","line":"BIGINT","row_no":"BIGINT","column_name":"VARCHAR","value":"VARCHAR","code":"VARCHAR","message":"VARCHAR","record":"JSON"}]')) as fault
)
