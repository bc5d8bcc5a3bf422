-- Note that a pass over some files is done; fewer rows change when another call was here first.
update import_job_files
set passes_done = $pass::integer + 1
where job_id = $job_id::uuid
  and list_contains(from_json($files::json, '["VARCHAR"]'), operation || ' ' || table_name)
  and lane = 0
  and passes_done = $pass::integer
