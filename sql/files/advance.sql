-- Commit a chunk on top of the one two before it; no row changes when another call was here first.
update import_job_files
set
  chunk = $chunk::integer,
  last_row = $last_row::bigint,
  rows_staged = rows_staged + $rows_staged::bigint,
  rows_failed = rows_failed + $rows_failed::bigint,
  bytes_read = $bytes_read::bigint,
  notices = to_json(list_concat(
    from_json(coalesce(notices, '[]')::json, '[{"code":"VARCHAR","count":"BIGINT","line":"BIGINT"}]'),
    from_json($notices::json, '[{"code":"VARCHAR","count":"BIGINT","line":"BIGINT"}]')))::varchar,
  done = $done::boolean,
  staged_at = $now::timestamp
where job_id = $job_id::uuid
  and table_name = $table_name::varchar
  and operation = $operation::varchar
  and lane = $chunk::integer % 2
  and chunk = $chunk::integer - 2
