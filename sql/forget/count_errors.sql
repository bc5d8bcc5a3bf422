-- They stay among the numbers.
insert into import_row_error_counts (job_id, table_name, operation, code, column_name, errors)
select job_id, table_name, operation, code, column_name, count(*)
from import_row_errors as e
where /* @person */ true /* @end */
group by job_id, table_name, operation, code, column_name
