select j.job_id, j.title, count(*) as rows
from import_row_errors as e join import_jobs as j using (job_id)
where /* @person */ true /* @end */
group by j.job_id, j.title, j.started_at
order by j.started_at
