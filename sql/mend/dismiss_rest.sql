-- Rows that are only counted, left out in one act.
insert into import_settled_rows by name
select
  job_id, table_name, operation, '' as file, column_name, code, 'One of many alike, which were only counted.' as message,
  'validation' as category,
  sum(errors)::bigint as rows,
  'dismissed' as state,
  $actor::varchar as actor,
  $now::timestamp as settled_at,
  $reason::varchar as reason
from import_row_error_counts
where job_id = $job_id::uuid and operation in ('insert', 'delete')
group by job_id, table_name, operation, column_name, code
