-- Imports that could go on and for which nobody has done anything for a while; of one that is held nothing is expected.
select
  j.job_id, j.title, j.status, null as table_name, null as operation,
  count(b.job_id) filter (where b.status <> 'completed') as count,
  strftime(greatest(j.updated_at, max(b.started_at), f.staged_at), '%Y-%m-%d %H:%M') as detail
from import_jobs as j
left join import_job_batches as b using (job_id)
left join (
  select job_id, max(staged_at) as staged_at from import_job_files group by job_id
) as f using (job_id)
where j.status in ('preparing', 'ready', 'processing', 'finalizing', 'rolling_back')
  and j.held is null
  and ($job_id::uuid is null or j.job_id = $job_id::uuid)
group by j.job_id, j.title, j.status, j.started_at, j.updated_at, f.staged_at
having greatest(j.updated_at, max(b.started_at), f.staged_at) <= $silent_since::timestamp
order by j.started_at
