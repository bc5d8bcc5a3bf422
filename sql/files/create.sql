-- The two lanes of every file; the first chunk is number 1 and goes to lane 1.
insert into import_job_files by name
select
  $job_id::uuid as job_id,
  f.*,
  lane::integer as lane,
  -lane::integer as chunk,
  0 as last_row, 0 as rows_staged, 0 as rows_failed, 0 as bytes_read, false as done, 0 as passes_done,
  $now::timestamp as staged_at
from (
  select unnest(from_json($files::json,
    '[{"table_name":"VARCHAR","operation":"VARCHAR","file":"VARCHAR","bytes_total":"BIGINT"}]'), recursive := true)
) as f
cross join range(2) as lanes(lane)
