-- What else is kept of imports and names a person: what failed, what files are called, and the audit log.
select m.job_id, coalesce(j.title, 'Of no import') as title, count(*) as rows
from (
  select job_id from import_job_batches where /* @in_error */ true /* @end */
  union all select job_id from import_job_files where /* @in_file */ true /* @end */
  union all select job_id from import_row_errors where /* @in_file */ true /* @end */
  union all select job_id from import_settled_rows where (/* @in_file */ true /* @end */) or (/* @in_reason */ true /* @end */)
  union all select job_id from import_audit where /* @in_detail */ true /* @end */
  union all select job_id from outbox where /* @in_notice */ true /* @end */
  union all select null as job_id from feed where /* @in_notify */ true /* @end */
  union all select null as job_id from feed_run where /* @in_message */ true /* @end */
) as m
left join import_jobs as j using (job_id)
group by m.job_id, j.title, j.started_at
order by j.started_at
