-- Counted before the rows are closed, while they still can be told from those the deletes closed.
set variable counts = (
  select map {
    /* @read */ 'rows_read': 1 /* @end */,
    'inserted': (select count(*) from /* @rows */ import_staging_activity /* @end */),
    'closed': drifted.rows,
    'drift': drifted.rows
  }
  from (
    select count(*) as rows
    from /* @target */ activity as t
    join /* @rows */ import_staging_activity /* @end */ as s
      on t._entity_key = s._entity_key and (/* @same_identity */ s.entity_number = t.entity_number /* @end */)
    where getvariable('suspects') > 0
      and t._is_current
      and t._job_id <> getvariable('batch').job_id
  ) as drifted
)
