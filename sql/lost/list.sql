-- List the first so many of each import beside its row errors. They are no rows of a file, so they have no number.
insert into import_row_errors by name
select
  job_id,
  table_name,
  'insert' as operation,
  file,
  line,
  number as value,
  'lost_current_row' as code,
  concat(number, ' has no current row any more: the old one was closed, and the new one could not be used.') as message,
  'validation' as category
from (
  select *, row_number() over (partition by job_id order by number, table_name) as place
  from (/* @lost */ select null::uuid as job_id, '' as table_name, '' as file, 1 as line, '' as number where $dataset::varchar is null /* @end */)
)
where place <= $most::integer
