-- Before row errors go that tell of them.
insert into import_lost_rows
select job_id, table_name, file, line, number
from (/* @lost */ select null::uuid as job_id, '' as table_name, '' as file, 1::bigint as line, '' as number where $dataset::varchar is null /* @end */)
where list_contains(from_json($jobs::varchar, '["UUID"]'), job_id)
