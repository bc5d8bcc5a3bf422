-- What a run has come to see and begun, while it is ours. What it has seen counts for the source it was begun with only.
update feed
set
  seen = case when source = $source::json then $seen::json else seen end,
  job_id = $job_id::uuid, lease_until = $lease_until::timestamp
where feed_id = $feed_id::uuid and run_id = $run_id::uuid
