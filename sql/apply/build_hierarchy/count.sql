set variable counts = (
  select map {
    'rows_read': count(*),
    'updated': count(*) filter (where changed),
    'unchanged': count(*) filter (where not changed)
  }
  from (
    select not (/* @same */ n.depth is not distinct from t.depth /* @end */) as changed
    from (/* @names */ select * from taxonomy_node /* @end */) as n
    join /* @target */ taxonomy_node as t using (id)
    where t._job_id is not distinct from getvariable('batch').job_id
      or not (/* @same */ n.depth is not distinct from t.depth /* @end */)
  )
)
