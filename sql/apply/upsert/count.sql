-- Counted before the rows change, while new, changed and same can still be told apart.
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
    'inserted': compared.missing,
    'updated': compared.changed,
    'unchanged': compared.same
  }
  from (
    select
      count(*) filter (where not known) as missing,
      count(*) filter (where known and not same) as changed,
      count(*) filter (where known and same) as same
    from (
      select
        t._job_id is not null as known,
        (/* @same */ s.description is not distinct from t.description /* @end */) as same
      from /* @rows */ import_staging_code /* @end */ as s
      left join /* @target */ code as t on (/* @same_identity */ s.code = t.code /* @end */)
    )
  ) as compared
)
