-- Two imports into one target must not both look for an identity, miss it and add it: whoever comes second at this
-- row collides and looks again.
update import_locks set version = version + 1 where name = getvariable('batch').table_name
