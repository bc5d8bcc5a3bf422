-- Batches some of whose rows are repeated or refused: those are told apart from the rest.
'rows_read': c.row_to - c.row_from + 1,
'duplicates': (
  select count(*) from import_staging_duplicates
  where job_id = getvariable('batch').job_id and table_name = getvariable('batch').table_name
    and operation = getvariable('batch').operation
    and row_no between c.row_from and c.row_to),
'failed_rows': (
  select count(distinct row_no) from import_row_errors
  where job_id = getvariable('batch').job_id and table_name = getvariable('batch').table_name
    and operation = getvariable('batch').operation
    and row_no between c.row_from and c.row_to)
