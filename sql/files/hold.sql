-- Note the files no batch is planned for: they have rows, and none that can be used. Whoever clears the files of a job
-- away collides with this, or has left none to hold.
update import_job_files as f
set unplanned = found.unusable
from (
  select table_name, operation, sum(rows_staged) = 0 and max(last_row) > 0 as unusable
  from import_job_files
  where job_id = $job_id::uuid
  group by table_name, operation
) as found
where f.job_id = $job_id::uuid
  and f.table_name = found.table_name
  and f.operation = found.operation
