-- Counted after the update: rows the job opened got their first names, older ones are in the journal.
select c.position, map {
  'rows_read': coalesce(named.rows, 0),
  'updated': coalesce(named.own, 0) + coalesce(changed.older, 0),
  'unchanged': coalesce(named.rows, 0) - coalesce(named.own, 0) - coalesce(changed.older, 0)
} as counts
from /* @claimed */ (select 1 as position, 1 as batch_number, 1 as row_from, 2 as row_to) /* @end */ as c
left join (
  select c.position, count(*) as rows, count(*) filter (where t._job_id = getvariable('batch').job_id and t.named) as own
  from (
    select _entity_key, _job_id, coalesce(/* @writes */ primary_name /* @end */) is not null as named
    from /* @target */ enterprise
    where _is_current
      and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
      and _entity_key in (/* @touched */ select _entity_key from enterprise /* @end */)
  ) as t /* @of_key */ cross join (select 1 as position) as c /* @end */
  group by c.position
) as named using (position)
left join (
  select batch_number, count(*) as older from import_undo
  where job_id = getvariable('batch').job_id
    and table_name = getvariable('batch').table_name
    and operation = getvariable('batch').operation
  group by batch_number
) as changed using (batch_number)
