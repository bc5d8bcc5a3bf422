-- What a batch is about to change, as it was, and a digest of what it will be.
insert into import_undo by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').table_name as table_name,
  getvariable('batch').operation as operation,
  getvariable('batch').batch_number as batch_number,
  t.id::varchar as row_key,
  to_json(/* @before */ {'city': t.city} /* @end */) as before,
  to_json(md5(to_json(/* @combined */ {'city': s.city} /* @end */)::varchar)) as after
from /* @matched */ (select *, null::uuid as _target_id from import_staging_contact_person) /* @end */ as s
join /* @target */ contact_person as t on t.id = s._target_id
where /* @changed */ s.city is distinct from t.city /* @end */
