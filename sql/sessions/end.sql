delete from sessions where id_hash = $id_hash::varchar
