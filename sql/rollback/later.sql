-- Imports of the dataset begun after this one that build on it: open ones, and those that have applied
-- something and were not rolled back. One none of whose rows could be used has not.
select j.job_id, j.title
from import_jobs as j
where j.dataset = $dataset::varchar
  and (j.started_at, j.job_id) > ($started_at::timestamp, $job_id::uuid)
  and not j.dry_run
  and j.status <> 'rolled_back'
  and (
    j.status <> 'cancelled'
    or exists (select 1 from import_job_batches as b where b.job_id = j.job_id and b.status = 'completed'))
  and not (
    j.status = 'completed' and j.outcome = 'failed'
    and not exists (select 1 from import_job_batches as b where b.job_id = j.job_id))
order by j.started_at
