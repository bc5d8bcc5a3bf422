-- Row errors that are only counted, by what is wrong and where.
select table_name, operation, code, column_name, sum(errors)::bigint as errors
from import_row_error_counts
where job_id = $job_id::uuid
group by table_name, operation, code, column_name
order by sum(errors) desc, table_name, operation, code, column_name
