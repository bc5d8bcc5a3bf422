-- Count the row errors of an import beyond the first so many, in the order of its tables and of their rows.
insert into import_row_error_counts by name
select $job_id::uuid as job_id, table_name, operation, code, column_name, count(*) as errors
from (
  select table_name, operation, code, column_name, rank() over (
    order by list_position(from_json($tables::json, '["VARCHAR"]'), table_name), operation, row_no) as place
  from import_row_errors
  where job_id = $job_id::uuid
)
where place > $most::bigint
group by table_name, operation, code, column_name
