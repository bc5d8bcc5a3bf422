-- What an insert batch would open, and close where the delete file does not name the key.
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
      and (/* @target_identity */ t.entity_number /* @end */) in (
        select (/* @identity */ entity_number /* @end */) from /* @rows */ import_staging_activity /* @end */)
      and t._entity_key not in (
        select _entity_key from /* @staging */ import_staging_activity
        where job_id = getvariable('batch').job_id and operation = 'delete')
  ) as drifted
)
