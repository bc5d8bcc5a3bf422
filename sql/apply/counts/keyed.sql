-- What becomes of a batch's rows: those the journal has were added or changed, the rest was there already.
select c.position, map {
  'rows_read': c.r.rows_read,
  'duplicates': c.r.duplicates,
  'failed_rows': c.r.failed_rows,
  'inserted': coalesce(f.added, 0),
  /* @count */ 'updated' /* @end */: coalesce(f.changed, 0),
  /* @rest */ 'unchanged' /* @end */: c.r.rows_read - c.r.duplicates - c.r.failed_rows - coalesce(f.added + f.changed, 0)
} as counts
from (
  select c.position, c.batch_number, {/* @read */ 'rows_read': 1, 'duplicates': 0, 'failed_rows': 0 /* @end */} as r
  from /* @claimed */ (select 1 as position, 1 as batch_number, 1 as row_from, 2 as row_to) /* @end */ as c
) as c
left join (
  select batch_number, count(*) filter (where not changed) as added, count(*) filter (where changed) as changed
  from /* @found */ (select 1 as batch_number, true as changed) /* @end */ as m
  group by batch_number
) as f using (batch_number)
