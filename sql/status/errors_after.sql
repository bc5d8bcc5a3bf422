-- Row errors behind the row where the last page ended, as the rows lie in their files. Going by the row instead of
-- by an offset reads as fast far down a long list as at its top.
select
  table_name, operation, file, line, row_no, column_name, value, code, message, category,
  case when $with_record::boolean then record end as record,
  faults is not null and row_no is not null as numbered
from import_row_errors
where job_id = $job_id::uuid
  and ($table_name::varchar is null or table_name = $table_name::varchar)
  and ($code::varchar is null or code = $code::varchar)
  and code not in (select unnest(from_json($without::json, '["VARCHAR"]')))
  and (table_name, operation, file, coalesce(row_no, 0), coalesce(line, 0),
      case when row_no is null then coalesce(value, '') else '' end)
    > ($after_table::varchar, $after_operation::varchar, $after_file::varchar, $after_row::bigint, $after_line::bigint,
      $after_value::varchar)
order by
  table_name, operation, file, coalesce(row_no, 0), coalesce(line, 0),
  case when row_no is null then coalesce(value, '') else '' end, column_name nulls first, code
limit $limit::integer
