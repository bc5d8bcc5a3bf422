delete from feed_run where feed_id = $feed_id::uuid
