-- Beside the rows a batch opens those that are still current under their identities: their delete keys never came, which
-- is drift, or a mended row takes their place, which is not. Counted before they are closed, while they still can be told from those
-- the deletes closed.
select c.position, map {
  /* @read */ 'rows_read': 1 /* @end */,
  'inserted': coalesce(opened.rows, 0),
  'closed': coalesce(drifted.rows, 0),
  'drift': /* @drift */ coalesce(drifted.rows, 0) /* @end */
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
    join /* @rows */ import_staging_activity /* @end */ as s on t._entity_key = s._entity_key and (/* @same_identity */ s.entity_number = t.entity_number /* @end */)
    where getvariable('suspects') > 0
      and t._is_current
      and /* @older */ t._job_id <> getvariable('batch').job_id /* @end */
  ) as s /* @of_row */ cross join (select 1 as position) as c /* @end */
  group by c.position
) as drifted using (position)
