-- Row errors become numbers, beside those that were only counted in the first place; what is listed beside them is none.
insert into import_row_error_counts (job_id, table_name, operation, code, column_name, errors)
select job_id, table_name, operation, code, column_name, count(*)
from import_row_errors
where list_contains(from_json($jobs::varchar, '["UUID"]'), job_id) and code <> 'lost_current_row'
group by job_id, table_name, operation, code, column_name
