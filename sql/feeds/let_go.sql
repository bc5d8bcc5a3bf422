-- A run whose call is over and that goes on in another.
update feed set lease_until = null where feed_id = $feed_id::uuid and run_id = $run_id::uuid
