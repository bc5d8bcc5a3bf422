-- What a batch is about to add, where rows that are there already stay as they are: see journal.sql.
insert into import_undo by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').table_name as table_name,
  getvariable('batch').operation as operation,
  getvariable('batch').batch_number as batch_number,
  m.id::varchar as row_key,
  m.after
from /* @found */ (select null::uuid as id, null::uuid as target_id, '""'::json as after) /* @end */ as m
where m.target_id is null
