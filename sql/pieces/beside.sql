-- Other imports of the same project that ran beside a job or after it, and were not taken back.
select other.job_id
from import_jobs as own
join import_jobs as other
  on other.dataset = own.dataset and other.project_id is not distinct from own.project_id
  and other.job_id <> own.job_id and not other.dry_run and other.status <> 'rolled_back'
  and coalesce(other.finished_at, other.updated_at) > own.started_at
where own.job_id = getvariable('batch').job_id
