-- What is cleared is what was staged until now, and nothing where the import is in another state by now: rows may have been mended since
-- it was looked at, and are staged again.
set variable next_row_no = (
  select case
    when $status::varchar is null then 9223372036854775807
    when (select status from import_jobs where job_id = $job_id::uuid) = $status::varchar then /* @next_row_no */ 0 /* @end */
    else 0 end
)
