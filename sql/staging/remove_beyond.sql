-- Remove the row errors that sql/staging/count_beyond.sql has counted, in the same transaction.
delete from import_row_errors
where job_id = $job_id::uuid
  and (table_name, operation, row_no) in (
    select (table_name, operation, row_no)
    from (
      select table_name, operation, row_no, rank() over (
        order by list_position(from_json($tables::json, '["VARCHAR"]'), table_name), operation, row_no) as place
      from import_row_errors
      where job_id = $job_id::uuid
    )
    where place > $most::bigint)
