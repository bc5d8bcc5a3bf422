-- Whoever changes this row first goes on; another transaction at the same time gets a conflict.
update import_locks set version = version + 1 where name = $name::varchar
