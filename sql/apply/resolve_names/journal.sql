-- Rows the job opened itself go as a whole when it is undone; only older ones need what they said before.
insert into import_undo by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').table_name as table_name,
  getvariable('batch').operation as operation,
  c.batch_number,
  /* @row_key */ to_json({'_entity_key': t._entity_key})::varchar /* @end */ as row_key,
  to_json(/* @before */ {'primary_name': t.primary_name} /* @end */) as before,
  to_json(/* @after */ {'primary_name': n.primary_name} /* @end */) as after
from (/* @names */ select * from enterprise /* @end */) as n
join /* @target */ enterprise as t using (_entity_key)
/* @of_key */ cross join (select 1 as batch_number) as c /* @end */
where t._is_current
  and t._job_id <> getvariable('batch').job_id
  and not (/* @same */ n.primary_name is not distinct from t.primary_name /* @end */)
  and /* @unjournalled */ true /* @end */
