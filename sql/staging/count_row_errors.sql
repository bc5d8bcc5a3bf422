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
  from (
    select
      _index,
      /* @fault */ case when Status is null then {'column_name': 'Status', 'code': 'missing_value', 'value': Status} end /* @end */ as fault
    from read_csv(
    $path,
    columns = /* @columns */ {'_index': 'BIGINT', '_delta': 'BIGINT', 'EntityNumber': 'VARCHAR', 'StartDate': 'VARCHAR', 'Status': 'VARCHAR'} /* @end */,
    header = false, auto_detect = false, parallel = false,
    delim = ',', quote = '"', escape = '"', nullstr = '', new_line = '\n')
  )
  where fault is not null
  order by _index
  offset $keep::bigint
)
group by fault.code, fault.column_name
