-- What a run has come to see and begun, while it is ours.
update feed
set seen = $seen::json, job_id = $job_id::uuid, lease_until = $lease_until::timestamp
where feed_id = $feed_id::uuid and run_id = $run_id::uuid
