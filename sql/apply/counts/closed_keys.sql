-- What the keys of a delete batch have closed.
select c.position, map {
  /* @read */ 'rows_read': 1 /* @end */,
  'matched': coalesce(asked.hit, 0),
  'closed': coalesce(asked.closed, 0),
  'unmatched': coalesce(asked.keys - asked.hit, 0)
} as counts
from /* @claimed */ (select 1 as position, 1 as batch_number, 1 as row_from, 2 as row_to) /* @end */ as c
left join (
  select c.position, count(*) as keys, count(hit._entity_key) as hit, sum(hit.closed)::bigint as closed
  from /* @rows */ import_staging_activity /* @end */ as s /* @of_row */ cross join (select 1 as position) as c /* @end */
  left join (
    select t._entity_key, count(*) as closed
    from /* @target */ activity as t
    where /* @closed */ t._closed_job_id = getvariable('batch').job_id /* @end */
      and t._entity_key in (select _entity_key from /* @rows */ import_staging_activity /* @end */)
    group by t._entity_key
  ) as hit on hit._entity_key = s._entity_key
  group by c.position
) as asked using (position)
