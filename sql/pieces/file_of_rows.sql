(
  select any_value(file) from import_job_files
  where job_id = getvariable('batch').job_id and table_name = /* @owner */ 'qa_pair' /* @end */ and operation = 'insert')
