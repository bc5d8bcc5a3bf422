-- Which imports have written a row, the newest first, and what it held before, as far as their undo records are kept; and the
-- one that a row says it came from.
select u.job_id, u.before, j.title, coalesce(j.finished_at, j.started_at) as at
from (
  select job_id, table_name, operation, batch_number, before
  from import_undo
  where table_name = $table_name::varchar and row_key = $row_key::varchar and operation in ('insert', 'mend')
) as u
join import_jobs as j on j.job_id = u.job_id
left join import_job_batches as b
  on b.job_id = u.job_id and b.table_name = u.table_name and b.operation = u.operation and b.batch_number = u.batch_number
order by coalesce(b.completed_at, j.started_at) desc, u.operation desc, u.batch_number desc
limit $limit::integer
