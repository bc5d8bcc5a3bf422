-- Feeds with their last run; one, where it is named.
select
  f.*,
  r.last_run
from feed as f
left join (
  select
    feed_id,
    to_json(arg_max(
      {
        'run_id': run_id, 'due_at': due_at, 'begun_at': begun_at, 'ended_at': ended_at, 'started_by': started_by,
        'result': result, 'message': message, 'missed': missed, 'jobs': jobs
      },
      begun_at)) as last_run
  from feed_run
  group by feed_id
) as r using (feed_id)
where $feed_id::uuid is null or f.feed_id = $feed_id::uuid
order by f.name, f.feed_id
