-- They stay among the numbers, but for what is listed beside them.
insert into import_row_error_counts (job_id, table_name, operation, code, column_name, errors)
select job_id, table_name, operation, code, column_name, count(*)
from import_row_errors as e
where (/* @person */ true /* @end */) and code <> 'lost_current_row'
group by job_id, table_name, operation, code, column_name
