-- What a delete batch would close.
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
    'matched': hit.keys,
    'closed': hit.closed,
    'unmatched': asked.keys - hit.keys
  }
  from
    (
      select count(*) as closed, count(distinct t._entity_key) as keys
      from /* @target */ activity as t
      where t._is_current
        and t._entity_key in (select _entity_key from /* @rows */ import_staging_activity /* @end */)
    ) as hit,
    (select count(*) as keys from /* @rows */ import_staging_activity /* @end */) as asked
)
