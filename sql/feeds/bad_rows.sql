-- Rows of these imports that could not be used.
select coalesce(sum(errors), 0)::bigint as bad_rows
from (
  select count(*) as errors
  from import_row_errors
  where job_id in (select unnest($jobs::json::uuid[])) and code <> 'lost_current_row'
  union all
  select sum(errors) as errors
  from import_row_error_counts
  where job_id in (select unnest($jobs::json::uuid[]))
)
