-- Take rows that a check refused out of staging, where nothing needs to tell them apart any more.
delete from /* @staging */ import_staging_taxonomy_node
where job_id = $job_id::uuid
  and operation = 'insert'
  and row_no in (
    select row_no from import_row_errors
    where job_id = $job_id::uuid and table_name = $table_name::varchar and operation = 'insert')
