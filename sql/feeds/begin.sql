-- Take a feed for a run that is due, or asked for; of several at once one does.
update feed
set run_id = $run_id::uuid, lease_until = $lease_until::timestamp, next_run_at = $next_run_at::timestamp
where feed_id = $feed_id::uuid and run_id is null and (lease_until is null or lease_until <= $now::timestamp)
  and ($asked::boolean or (not paused and next_run_at <= $now::timestamp))
