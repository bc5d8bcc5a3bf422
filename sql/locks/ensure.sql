insert into import_locks
select $name::varchar, 0
where not exists (select 1 from import_locks where name = $name::varchar)
