-- Counted before the rows change, while new, changed and same can still be told apart.
select c.position, map {
  /* @read */ 'rows_read': 1 /* @end */,
  'inserted': coalesce(compared.missing, 0),
  'updated': coalesce(compared.changed, 0),
  'unchanged': coalesce(compared.same, 0)
} as counts
from /* @claimed */ (select 1 as position, 1 as batch_number, 1 as row_from, 2 as row_to) /* @end */ as c
left join (
  select
    c.position,
    count(*) filter (where not s.known) as missing,
    count(*) filter (where s.known and not s.same) as changed,
    count(*) filter (where s.known and s.same) as same
  from (
    select
      s.row_no,
      t._job_id is not null as known,
      (/* @same */ s.description is not distinct from t.description /* @end */) as same
    from /* @rows */ import_staging_activity /* @end */ as s
    left join /* @target */ code as t on (/* @same_identity */ s.entity_number = t.entity_number /* @end */)
  ) as s /* @of_row */ cross join (select 1 as position) as c /* @end */
  group by c.position
) as compared using (position)
