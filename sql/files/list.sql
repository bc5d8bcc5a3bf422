select
  table_name, operation, file,
  max(chunk) as chunk,
  max(last_row) as last_row,
  sum(rows_staged)::bigint as rows_staged,
  sum(rows_failed)::bigint as rows_failed,
  max(bytes_read) as bytes_read,
  max(bytes_total) as bytes_total,
  bool_or(done) as done,
  max(passes_done) as passes_done,
  flatten(list(from_json(coalesce(notices, '[]')::json, '[{"code":"VARCHAR","count":"BIGINT","line":"BIGINT"}]'))) as notices
from import_job_files
where job_id = $job_id::uuid
group by all
