-- What is written now to rows whose former names the job has kept already. A name that stays may be a later job's, and one of a row
-- the job has closed since stays as it was then.
update import_undo as u
set after = to_json(/* @after */ {'primary_name': n.primary_name} /* @end */)
from (/* @names */ select * from enterprise /* @end */) as n
join /* @target */ enterprise as t using (_entity_key)
where u.job_id = getvariable('batch').job_id
  and u.table_name = getvariable('batch').table_name
  and u.operation = getvariable('batch').operation
  and u.row_key = to_json({'_entity_key': n._entity_key})::varchar
  and t._is_current
  and t._job_id <> getvariable('batch').job_id
  and not (/* @same */ n.primary_name is not distinct from t.primary_name /* @end */)
