-- They are on their way no longer.
delete from import_settled_rows as s
where s.job_id = $job_id::uuid and s.state = 'mending'
  and exists (
    select 1 from import_row_errors as e
    where e.job_id = s.job_id and e.table_name = s.table_name and e.operation = s.operation and e.row_no = s.row_no)
