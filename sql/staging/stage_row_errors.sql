-- Keep the first rows of one chunk file that a column's rule refuses, with the first column that is at fault.
insert into import_row_errors by name
select
  $job_id::uuid as job_id,
  $table_name::varchar as table_name,
  $operation::varchar as operation,
  $file::varchar as file,
  $first_row::bigint + _index + _delta as line,
  $first_row::bigint + _index as row_no,
  fault.column_name,
  left(fault.value, 200) as value,
  fault.code,
  /* @sentence */ fault.code /* @end */ as message,
  'validation' as category,
  record,
  faults
from /* @refused */ (
  select 0::bigint as _index, 0::bigint as _delta, {'column_name': '', 'code': '', 'value': ''} as fault, null::json as record, '[]'::json as faults
) /* @end */
order by row_no
limit $keep::bigint
