-- What a full extract would open; the rows that are there with the same content stay untouched.
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
    'unchanged': compared.present
  }
  from (
    select
      count(*) filter (where not present) as missing,
      count(*) filter (where present) as present
    from (
      select exists (
        select 1 from /* @target */ activity as t
        where t._is_current and t._entity_key = s._entity_key
          and (/* @same */ s.entity_number is not distinct from t.entity_number /* @end */)) as present
      from /* @rows */ import_staging_activity /* @end */ as s
    )
  ) as compared
)
