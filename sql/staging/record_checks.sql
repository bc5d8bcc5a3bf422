-- Keep the staged rows that a check has found, as row errors.
insert into import_row_errors by name
select
  s.job_id,
  $table_name::varchar as table_name,
  s.operation,
  coalesce((
    select any_value(file) from import_job_files as f
    where f.job_id = s.job_id and f.table_name = $table_name::varchar and f.operation = s.operation), '') as file,
  s.line,
  s.row_no,
  found.column_name,
  left(found.value, 200) as value,
  found.code,
  found.message,
  'validation' as category,
  to_json(/* @record */ {'url': s.url} /* @end */) as record,
  '[]'::json as faults
from /* @staging */ import_staging_taxonomy_node as s
join (
  /* @found */ select 1 as row_no, null as column_name, null as value, '' as code, '' as message /* @end */
) as found on found.row_no = s.row_no
where s.job_id = $job_id::uuid and s.operation = 'insert'
