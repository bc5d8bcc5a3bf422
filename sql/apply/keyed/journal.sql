-- What a stride is about to add, and what it is about to change as it was, so that its undoing touches these rows and
-- no others. Found once, before anything changes: the statements that follow read it from here.
insert into import_undo by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').table_name as table_name,
  getvariable('batch').operation as operation,
  c.batch_number,
  s.id::varchar as row_key,
  s.row_no,
  s.before,
  s.after
from /* @compared */ (
  select 1 as row_no, null::uuid as id, false as known, true as changed, '{}'::json as before, '""'::json as after
) /* @end */ as s /* @of_row */ cross join (select 1 as batch_number) as c /* @end */
where not s.known or s.changed
