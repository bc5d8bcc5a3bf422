-- What staged rows are to be warned of, a line for each table and column.
select code, table_name, header, rows, found
from (
  /* @found */
  select 'unknown_code_value' as code, 'enterprise' as table_name, 'Status' as header, 1 as rows, 'AC' as found
  where $job_id::uuid is not null and $documented::json is not null
  /* @end */
)
where rows > 0
order by header
