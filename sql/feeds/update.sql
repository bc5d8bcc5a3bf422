-- What a feed is from now on, unless it is renamed to what another is called. What it has seen counts for its source only.
update feed
set
  name = $name::varchar, project_id = $project_id::varchar, source = $source::json, options = $options::json,
  schedule = $schedule::varchar, time_zone = $time_zone::varchar, notify = $notify::varchar,
  webhook_url = $webhook_url::varchar, ping_url = $ping_url::varchar, stale_after = $stale_after::double,
  paused = $paused::boolean, paused_reason = case when $paused::boolean then paused_reason end,
  next_run_at = $next_run_at::timestamp,
  seen = case when source = $source::json then seen else '{}'::json end,
  updated_at = $now::timestamp
where feed_id = $feed_id::uuid
  and (name = $name::varchar or not exists (select 1 from feed as other where other.name = $name::varchar))
