-- Feeds with their last run, and whether an import of theirs waits for a person; one, where it is named.
select
  f.*,
  r.last_run,
  coalesce(j.held is not null or j.status = 'paused' or (j.status = 'failed' and j.error is null), false) as waits
from feed as f
left join (
  select
    feed_id,
    to_json(arg_max(
      {
        'run_id': run_id, 'due_at': strftime(due_at, '%Y-%m-%dT%H:%M:%S.%gZ'),
        'begun_at': strftime(begun_at, '%Y-%m-%dT%H:%M:%S.%gZ'), 'ended_at': strftime(ended_at, '%Y-%m-%dT%H:%M:%S.%gZ'),
        'started_by': started_by, 'result': result, 'message': message, 'missed': missed, 'jobs': jobs
      },
      begun_at)) as last_run
  from feed_run
  group by feed_id
) as r using (feed_id)
left join import_jobs as j on j.job_id = f.job_id
where $feed_id::uuid is null or f.feed_id = $feed_id::uuid
order by f.name, f.feed_id
