-- What a batch is about to add, so that its undoing removes these rows and no others. A digest of what it writes
-- is enough to tell later whether somebody else has changed them.
insert into import_undo by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').table_name as table_name,
  getvariable('batch').operation as operation,
  getvariable('batch').batch_number as batch_number,
  s.id::varchar as row_key,
  to_json(md5(to_json(/* @arriving */ {'city': s.city} /* @end */)::varchar)) as after
from /* @matched */ (select *, null::uuid as _target_id from import_staging_contact_person) /* @end */ as s
where s._target_id is null
