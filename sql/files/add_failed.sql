-- Count rows that were staged and refused later.
update import_job_files
set rows_staged = rows_staged - $rows::bigint, rows_failed = rows_failed + $rows::bigint
where job_id = $job_id::uuid
  and table_name = $table_name::varchar
  and operation = 'insert'
  and lane = 0
