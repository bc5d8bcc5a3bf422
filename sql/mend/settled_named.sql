-- What has become of rows that are no errors any more, by their numbers.
select s.table_name, s.operation, s.row_no, s.state, s.actor, s.settled_at
from import_settled_rows as s
join (
    select unnest(from_json($rows::json, '[{"table_name":"VARCHAR","operation":"VARCHAR","row_no":"BIGINT"}]'), recursive := true)
  ) as k using (table_name, operation, row_no)
where s.job_id = $job_id::uuid
