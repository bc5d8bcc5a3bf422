delete from feed where feed_id = $feed_id::uuid
