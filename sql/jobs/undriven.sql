-- Imports that could go on and that nobody drives: silent for a while, last driven by the scheduler itself, or in the
-- background. Never one whose batch or chunk another driver is at now. With `background` only those in the background that
-- nobody was at just now, and the one that is looked at while it is prepared: whoever began it may come back to say how its
-- batches are to be applied.
select
  j.job_id, j.dataset, j.status, j.started_at,
  j.job_id = $looked_at::uuid and (j.options ->> 'run') is distinct from 'background' as awaited
from import_jobs as j
left join (
  select job_id, max(started_at) as driven_at, arg_max(driver_label, started_at) as driver_label
  from import_job_batches
  where status <> 'pending' or started_at is not null
  group by job_id
) as b using (job_id)
left join (
  select job_id, max(staged_at) as staged_at from import_job_files group by job_id
) as f using (job_id)
where j.status in ('preparing', 'ready', 'processing', 'finalizing', 'rolling_back')
  -- A person's turn.
  and j.held is null
  -- The turn of its feed's run, which has to know why it is refused.
  and ($background::boolean or j.status <> 'preparing' or not exists (
    select 1 from feed as d where d.job_id = j.job_id and d.run_id is not null))
  and (
    (b.driver_label = 'scheduler' and j.status = 'processing')
    or (j.options ->> 'run') = 'background'
    or (j.status = 'preparing' and j.job_id = $looked_at::uuid)
    or greatest(j.updated_at, coalesce(b.driven_at, j.updated_at), coalesce(f.staged_at, j.updated_at))
      <= $silent_since::timestamp)
  and not (j.status = 'preparing' and greatest(j.updated_at, coalesce(f.staged_at, j.updated_at)) > $busy_since::timestamp)
  and not exists (
    select 1 from import_job_batches as c
    where c.job_id = j.job_id and c.status = 'processing' and c.lease_until > $now::timestamp
      and c.started_at > $busy_since::timestamp and c.driver_label <> 'scheduler')
  and (not $background::boolean or (
    ((j.options ->> 'run') = 'background' or (j.status = 'preparing' and j.job_id = $looked_at::uuid))
    and greatest(j.updated_at, coalesce(b.driven_at, j.updated_at), coalesce(f.staged_at, j.updated_at))
      <= $busy_since::timestamp))
order by j.started_at, j.job_id
