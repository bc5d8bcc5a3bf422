-- What batches overwrote, kept although there is no import left that could give it back.
select
  u.job_id, j.title, coalesce(j.status, 'unknown') as status, u.table_name, u.operation,
  count(*) as count,
  null as detail
from import_undo as u
left join import_jobs as j using (job_id)
where (j.job_id is null or j.status = 'rolled_back')
  and ($job_id::uuid is null or u.job_id = $job_id::uuid)
group by u.job_id, j.title, j.status, u.table_name, u.operation
order by u.job_id, u.table_name, u.operation
