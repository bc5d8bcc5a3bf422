select *, count(*) over () as total
from import_row_errors
where job_id = $job_id::uuid
  and ($table_name::varchar is null or table_name = $table_name::varchar)
  and ($code::varchar is null or code = $code::varchar)
order by table_name, operation, file, row_no nulls first, line nulls first, column_name nulls first, code
limit $limit::integer offset $offset::bigint
