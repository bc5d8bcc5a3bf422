-- Rows this import wrote are taken back whole; only others need what they said before.
insert into import_undo by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').table_name as table_name,
  getvariable('batch').operation as operation,
  c.batch_number,
  /* @row_key */ t.id::varchar /* @end */ as row_key,
  to_json(/* @before */ {'depth': t.depth} /* @end */) as before,
  to_json(md5(to_json(/* @after */ {'depth': n.depth} /* @end */)::varchar)) as after
from (/* @names */ select * from taxonomy_node /* @end */) as n
join /* @target */ taxonomy_node as t using (id)
/* @of_key */ cross join (select 1 as batch_number) as c /* @end */
where t._job_id is distinct from getvariable('batch').job_id
  and not (/* @same */ n.depth is not distinct from t.depth /* @end */)
  and /* @unjournalled */ true /* @end */
