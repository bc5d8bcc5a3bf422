-- Counted after the rows were written, over all that the import wrote and not only those asked about now: a batch that is done
-- again has most of them behind it.
select c.position, map {
  'rows_read': coalesce(own.rows, 0),
  'updated': coalesce(own.embedded, 0),
  'failed_rows': coalesce(own.refused, 0),
  'unchanged': coalesce(own.rows - own.embedded - own.refused, 0)
} as counts
from /* @claimed */ (select 1 as position, 1 as batch_number, 1 as row_from, 2 as row_to) /* @end */ as c
left join (
  select
    c.position,
    count(*) as rows,
    count(*) filter (where t.has_one) as embedded,
    count(*) filter (where not t.has_one and t.embedding_status = 'failed') as refused
  from (
    select _entity_key, embedding is not null as has_one, embedding_status
    from /* @target */ qa_pair
    where _job_id = getvariable('batch').job_id
      and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
  ) as t /* @of_key */ cross join (select 1 as position) as c /* @end */
  group by c.position
) as own using (position)
