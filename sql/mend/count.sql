-- How many rows there are to mend of those that are asked for.
select count(distinct (e.table_name, e.operation, e.row_no)) as rows
from import_row_errors as e
where /* @wanted */ e.job_id = $job_id::uuid /* @end */
