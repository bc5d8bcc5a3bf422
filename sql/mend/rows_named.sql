-- Rows that could not be used, by their numbers.
select e.*
from import_row_errors as e
join (
    select unnest(from_json($rows::json, '[{"table_name":"VARCHAR","operation":"VARCHAR","row_no":"BIGINT"}]'), recursive := true)
  ) as k using (table_name, operation, row_no)
where e.job_id = $job_id::uuid
