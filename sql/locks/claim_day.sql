-- Whoever comes first on a day; the row is made where there is none yet.
update import_locks set version = $day::bigint where name = $name::varchar and version < $day::bigint
