-- A run is over. A feed that is stopped is for a person to resume.
update feed
set
  run_id = null, lease_until = null, failing = $failing::boolean,
  data_at = case when $fresh::boolean then $now::timestamp else data_at end,
  paused = paused or $stop::varchar is not null, paused_reason = coalesce($stop::varchar, paused_reason)
where feed_id = $feed_id::uuid and run_id = $run_id::uuid
