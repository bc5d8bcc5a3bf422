-- What the statements before have found, a column for each table, and whether no row of the import could be used.
select
  /* @held */ getvariable('changes') as changes, /* @end */
  coalesce(max(last_row) > 0 and sum(rows_staged) = 0, false) as none_usable
from import_job_files
where job_id = $job_id::uuid
