insert into schema_migrations values ($version::integer, $name::varchar, $now::timestamp)
