select j.job_id, j.title, count(*) as rows
from (
  select job_id, record, value, message, draft from import_row_errors
  union all
  select job_id, record, value, message, mended as draft from import_settled_rows
) as e
join import_jobs as j using (job_id)
where /* @person */ true /* @end */
group by j.job_id, j.title, j.started_at
order by j.started_at
