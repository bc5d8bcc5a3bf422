-- Batches some of whose rows are repeated or refused: those are told apart from the rest. What is not staged could not be
-- read; what is staged and has a row error was refused by the target.
'rows_read': c.row_to - c.row_from + 1,
'duplicates': (
  select count(*) from import_staging_duplicates
  where job_id = getvariable('batch').job_id and table_name = getvariable('batch').table_name
    and operation = getvariable('batch').operation
    and row_no between c.row_from and c.row_to),
'failed_rows': c.row_to - c.row_from + 1 - coalesce((
  select usable.rows
  from (
    select c.position, count(*) as rows
    from (
      select row_no from /* @staging */ import_staging_activity
      where job_id = getvariable('batch').job_id and operation = getvariable('batch').operation
        and row_no between getvariable('batch').row_from and getvariable('batch').row_to
        and row_no not in (
          select row_no from import_row_errors
          where job_id = getvariable('batch').job_id and table_name = getvariable('batch').table_name
            and operation = getvariable('batch').operation and row_no is not null
            and row_no between getvariable('batch').row_from and getvariable('batch').row_to)
    ) as s /* @of_row */ cross join (select 1 as position) as c /* @end */
    group by c.position
  ) as usable
  where usable.position = c.position), 0)
