(
  select * from /* @staging */ import_staging_activity as staged
  where job_id = getvariable('batch').job_id and operation = getvariable('batch').operation
    and row_no between getvariable('batch').row_from and getvariable('batch').row_to
    and row_no not in (
      select row_no from import_staging_duplicates
      where job_id = getvariable('batch').job_id and table_name = getvariable('batch').table_name
        and operation = getvariable('batch').operation
        and row_no between getvariable('batch').row_from and getvariable('batch').row_to
      union all
      select row_no from import_row_errors
      where job_id = getvariable('batch').job_id and table_name = getvariable('batch').table_name
        and operation = getvariable('batch').operation and row_no is not null
        and row_no between getvariable('batch').row_from and getvariable('batch').row_to)
)
