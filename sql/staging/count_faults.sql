-- Keep how many records were found bad before the database saw them, beyond those that are kept themselves.
insert into import_row_error_counts by name
select
  $job_id::uuid as job_id,
  $table_name::varchar as table_name,
  $operation::varchar as operation,
  counted.*
from (
  select unnest(from_json($counted::json,
    '[{"code":"VARCHAR","column_name":"VARCHAR","errors":"BIGINT"}]'), recursive := true)
) as counted
