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
    where t._is_current
      and t._job_id <> getvariable('batch').job_id
      and t._entity_key in (select _entity_key from /* @rows */ import_staging_activity /* @end */)
      and (/* @target_identity */ t.entity_number /* @end */) in (
        select (/* @identity */ entity_number /* @end */) from /* @rows */ import_staging_activity /* @end */)
  ) as drifted
)
