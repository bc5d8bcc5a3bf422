-- Counted before the rows are closed, while they still can be told from those the deletes closed.
set variable counts = (
  select map {
    'rows_read': getvariable('batch').row_to - getvariable('batch').row_from + 1,
    'duplicates': (
      select count(*) from import_staging_duplicates
      where job_id = getvariable('batch').job_id and table_name = getvariable('batch').table_name
        and operation = getvariable('batch').operation
        and row_no between getvariable('batch').row_from and getvariable('batch').row_to),
    'failed_rows': (
      select count(distinct row_no) from import_row_errors
      where job_id = getvariable('batch').job_id and table_name = getvariable('batch').table_name
        and operation = getvariable('batch').operation
        and row_no between getvariable('batch').row_from and getvariable('batch').row_to),
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
