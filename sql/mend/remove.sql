-- The same rows among the errors.
delete from import_row_errors
where job_id = $job_id::uuid
  and (table_name, operation, row_no) in (
    select (table_name, operation, row_no) from (
      select unnest(from_json($rows::json, '[{"table_name":"VARCHAR","operation":"VARCHAR","row_no":"BIGINT"}]'), recursive := true)
  ) as k
  )
