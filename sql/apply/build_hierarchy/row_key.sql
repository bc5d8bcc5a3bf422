t.id::varchar
