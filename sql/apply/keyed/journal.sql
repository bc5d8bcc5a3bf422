-- What a batch is about to add, and what it is about to change as it was, so that its undoing touches these rows and
-- no others.
insert into import_undo by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').table_name as table_name,
  getvariable('batch').operation as operation,
  getvariable('batch').batch_number as batch_number,
  m.id::varchar as row_key,
  m.before,
  m.after
from /* @found */ (
  select null::uuid as id, null::uuid as target_id, true as changed, '{}'::json as before, '""'::json as after
) /* @end */ as m
where m.target_id is null or m.changed
