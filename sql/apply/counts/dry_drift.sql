-- What an insert batch would open, and close where the delete file does not name the key.
select c.position, map {
  /* @read */ 'rows_read': 1 /* @end */,
  'inserted': coalesce(opened.rows, 0),
  'closed': coalesce(drifted.rows, 0),
  'drift': coalesce(drifted.rows, 0)
} as counts
from /* @claimed */ (select 1 as position, 1 as batch_number, 1 as row_from, 2 as row_to) /* @end */ as c
left join (
  select c.position, count(*) as rows from /* @rows */ import_staging_activity /* @end */ as s /* @of_row */ cross join (select 1 as position) as c /* @end */ group by c.position
) as opened using (position)
left join (
  select c.position, count(*) as rows
  from (
    select s.row_no
    from /* @target */ activity as t
    join (
      select /* @identity */ entity_number /* @end */, min(row_no) as row_no
      from /* @rows */ import_staging_activity /* @end */ as s
      group by all
    ) as s on (/* @same_identity */ s.entity_number = t.entity_number /* @end */)
    where t._is_current
      and t._entity_key not in (
        select _entity_key from /* @staging */ import_staging_activity
        where job_id = getvariable('batch').job_id and operation = 'delete')
  ) as s /* @of_row */ cross join (select 1 as position) as c /* @end */
  group by c.position
) as drifted using (position)
