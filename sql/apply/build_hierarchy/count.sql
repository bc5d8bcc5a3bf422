-- Counted before the rows change: what the import wrote, and what else has to move for it.
set variable counts = (
  select map {
    'rows_read': count(*),
    'updated': count(*) filter (where moves),
    'unchanged': count(*) filter (where not moves)
  }
  from (
    select n.id is not null and not (/* @same */ n.depth is not distinct from t.depth /* @end */) as moves
    from /* @target */ taxonomy_node as t
    left join (/* @names */ select * from taxonomy_node /* @end */) as n on n.id = t.id
    where t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
      and (t._job_id is not distinct from getvariable('batch').job_id or n.id is not null)
  )
)
