-- Rows the target refused, found one by one; they keep what they held, so that they can be mended.
insert into import_row_errors by name
select
  s.job_id,
  $table_name::varchar as table_name,
  s.operation,
  coalesce((
    select any_value(file) from import_job_files as c
    where c.job_id = s.job_id and c.table_name = $table_name::varchar and c.operation = s.operation), '') as file,
  s.line,
  s.row_no,
  null as column_name,
  null as value,
  'refused_by_target' as code,
  guilty.message,
  'database' as category,
  to_json(/* @record */ {'entity_number': s.entity_number} /* @end */) as record,
  '[]'::json as faults
from /* @staging */ import_staging_activity as s
join (
  select unnest(from_json($rows::json, '[{"row_no":"BIGINT","message":"VARCHAR"}]'), recursive := true)
) as guilty on guilty.row_no = s.row_no
where s.job_id = $job_id::uuid and s.operation = $operation::varchar
