-- Imports that ended long ago, oldest first: those that wait for nobody, and of extracts not the newest that were
-- applied. What is half applied has to be taken back some day.
with applied as (
  select job_id, row_number() over (partition by dataset order by extract_number desc, started_at desc) as newest
  from import_jobs
  where status = 'completed' and not dry_run and extract_number is not null
)
select job_id
from import_jobs as j
where j.thinned_at is null
  and j.finished_at < $before::timestamp
  and (j.status in ('completed', 'rolled_back')
    or (j.status in ('cancelled', 'failed') and not exists (
      select 1 from import_job_batches as b where b.job_id = j.job_id and b.status = 'completed')))
  and j.job_id not in (select job_id from applied where newest <= $kept_extracts::integer)
order by j.finished_at
limit $limit::integer
