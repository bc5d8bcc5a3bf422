-- Counted after the rows were written: of those asked for, the ones that have their embedding now.
select c.position, map {
  'rows_read': coalesce(asked.rows, 0),
  'updated': coalesce(asked.written, 0),
  'unchanged': coalesce(asked.rows - asked.written, 0)
} as counts
from /* @claimed */ (select 1 as position, 1 as batch_number, 1 as row_from, 2 as row_to) /* @end */ as c
left join (
  select c.position, count(*) as rows, count(*) filter (where t.embedded) as written
  from (
    select n._entity_key, t.embedding is not null as embedded
    from (
      select v.*
      from (
        select unnest(from_json(held.vectors, '[{"id":"UUID","_entity_key":"BIGINT"}]')) as v
        from (select getvariable('vectors') as vectors from range(1)) as held
      )
    ) as n
    left join /* @target */ qa_pair as t on t.id = n.id
  ) as t /* @of_key */ cross join (select 1 as position) as c /* @end */
  group by c.position
) as asked using (position)
