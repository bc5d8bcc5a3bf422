-- Count the rows of one chunk file that a column's rule refuses, but for the first so many, which are kept.
insert into import_row_error_counts by name
select
  $job_id::uuid as job_id,
  $table_name::varchar as table_name,
  $operation::varchar as operation,
  fault.code,
  fault.column_name,
  count(*) as errors
from (
  select fault
  from /* @refused */ (
    select 0::bigint as _index, 0::bigint as _delta, {'column_name': '', 'code': '', 'value': ''} as fault, null::json as record, '[]'::json as faults
  ) /* @end */
  order by _index
  offset $keep::bigint
)
group by fault.code, fault.column_name
