update feed_run
set ended_at = $now::timestamp, result = $result::varchar, message = $message::varchar
where run_id = $run_id::uuid
