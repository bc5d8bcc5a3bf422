update sessions set last_seen_at = $now::timestamp where id_hash = $id_hash::varchar
