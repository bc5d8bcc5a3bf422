update import_job_files
set passes_done = $pass::integer + 1
where job_id = $job_id::uuid
  and table_name = $table_name::varchar
  and operation = $operation::varchar
  and lane = 0
  and passes_done = $pass::integer
