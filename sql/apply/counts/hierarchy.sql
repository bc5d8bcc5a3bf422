-- Counted before the rows change: what the import wrote, and what else has to move for it.
select c.position, map {
  'rows_read': coalesce(placed.rows, 0),
  'updated': coalesce(placed.moved, 0),
  'unchanged': coalesce(placed.rows - placed.moved, 0)
} as counts
from /* @claimed */ (select 1 as position, 1 as batch_number, 1 as row_from, 2 as row_to) /* @end */ as c
left join (
  select c.position, count(*) as rows, count(*) filter (where t.moves) as moved
  from (
    select t._entity_key, n.id is not null and not (/* @same */ n.depth is not distinct from t.depth /* @end */) as moves
    from /* @target */ taxonomy_node as t
    left join (/* @names */ select * from taxonomy_node /* @end */) as n on n.id = t.id
    where t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
      and (t._job_id is not distinct from getvariable('batch').job_id or n.id is not null)
  ) as t /* @of_key */ cross join (select 1 as position) as c /* @end */
  group by c.position
) as placed using (position)
