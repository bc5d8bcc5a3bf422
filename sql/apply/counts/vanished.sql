-- What a full extract closes in a range of keys.
select c.position, map {'closed': coalesce(gone.rows, 0)} as counts
from /* @claimed */ (select 1 as position, 1 as batch_number, 1 as row_from, 2 as row_to) /* @end */ as c
left join (
  select c.position, count(*) as rows
  from /* @target */ activity as t /* @of_key */ cross join (select 1 as position) as c /* @end */
  where /* @closed */ t._closed_job_id = getvariable('batch').job_id /* @end */
    and t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
  group by c.position
) as gone using (position)
