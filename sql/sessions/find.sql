select fingerprint, last_seen_at from sessions
where id_hash = $id_hash::varchar and ends_at > $now::timestamp
