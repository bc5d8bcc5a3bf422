-- What of a full extract is opened, and what is there with the same content and stays untouched.
select c.position, map {
  /* @read */ 'rows_read': 1 /* @end */,
  'inserted': coalesce(compared.missing, 0),
  'unchanged': coalesce(compared.present, 0)
} as counts
from /* @claimed */ (select 1 as position, 1 as batch_number, 1 as row_from, 2 as row_to) /* @end */ as c
left join (
  select
    c.position,
    count(*) filter (where not s.present) as missing,
    count(*) filter (where s.present) as present
  from (
    select s.row_no, exists (
      select 1 from /* @target */ activity as t
      where t._is_current and t._entity_key = s._entity_key
        and (/* @present */ s.entity_number = t.entity_number /* @end */)) as present
    from /* @rows */ import_staging_activity /* @end */ as s
  ) as s /* @of_row */ cross join (select 1 as position) as c /* @end */
  group by c.position
) as compared using (position)
