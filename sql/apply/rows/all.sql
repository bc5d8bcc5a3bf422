(
  select * from /* @staging */ import_staging_activity
  where job_id = getvariable('batch').job_id and operation = getvariable('batch').operation
    and row_no between getvariable('batch').row_from and getvariable('batch').row_to
)
