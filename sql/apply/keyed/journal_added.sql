-- What a batch is about to add, where rows that are there already stay as they are: see journal.sql.
insert into import_undo by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').table_name as table_name,
  getvariable('batch').operation as operation,
  getvariable('batch').batch_number as batch_number,
  s.id::varchar as row_key,
  to_json(md5(to_json(/* @arriving */ {'city': s.city} /* @end */)::varchar)) as after
from /* @rows */ import_staging_contact_person /* @end */ as s
join /* @found */ (select 1 as row_no, null::uuid as target_id) /* @end */ as m
  on m.row_no = s.row_no and m.target_id is null
