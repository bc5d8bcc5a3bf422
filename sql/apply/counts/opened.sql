-- Every accepted row of a batch is opened.
select c.position, map {
  /* @read */ 'rows_read': 1 /* @end */,
  'inserted': coalesce(opened.rows, 0)
} as counts
from /* @claimed */ (select 1 as position, 1 as batch_number, 1 as row_from, 2 as row_to) /* @end */ as c
left join (
  select c.position, count(*) as rows from /* @rows */ import_staging_activity /* @end */ as s /* @of_row */ cross join (select 1 as position) as c /* @end */ group by c.position
) as opened using (position)
