-- Take a run that nobody is at.
update feed
set lease_until = $lease_until::timestamp
where feed_id = $feed_id::uuid and run_id = $run_id::uuid
  and (lease_until is null or lease_until <= $now::timestamp)
