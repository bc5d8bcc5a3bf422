delete from import_undo
where job_id = $job_id::uuid and table_name = $table_name::varchar and operation = $operation::varchar
  and hash(row_key) % 10000000000 between $key_from and $key_to
  and ($row_to::bigint = 0 or row_no between $row_from::bigint and $row_to::bigint)
