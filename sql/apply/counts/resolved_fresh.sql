-- Of a table that was empty before, every row in the range was touched; after the update, what has a name counts
-- as updated.
select c.position, map {
  'rows_read': coalesce(named.rows, 0),
  'updated': coalesce(named.own, 0),
  'unchanged': coalesce(named.rows - named.own, 0)
} as counts
from /* @claimed */ (select 1 as position, 1 as batch_number, 1 as row_from, 2 as row_to) /* @end */ as c
left join (
  select c.position, count(*) as rows, count(*) filter (where t.named) as own
  from (
    select _entity_key, coalesce(/* @writes */ primary_name /* @end */) is not null as named
    from /* @target */ enterprise
    where _is_current
      and _job_id = getvariable('batch').job_id
      and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
  ) as t /* @of_key */ cross join (select 1 as position) as c /* @end */
  group by c.position
) as named using (position)
