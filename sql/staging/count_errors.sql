-- Row errors by what is wrong, those that are only counted included.
select code, sum(errors)::bigint as errors
from (
  select code, count(*) as errors from import_row_errors
  where job_id = $job_id::uuid and code <> 'lost_current_row'
  group by code
  union all
  select code, errors from import_row_error_counts where job_id = $job_id::uuid
)
group by code
order by sum(errors) desc, code
