-- What became known of a source once it was downloaded.
update import_jobs
set
  title = $title::varchar,
  source = $source::json,
  content_hash = $content_hash::varchar,
  extract_number = $extract_number::integer,
  extract_type = $extract_type::varchar,
  snapshot_date = $snapshot_date::date,
  warnings = $warnings::json,
  updated_at = $now::timestamp
where job_id = $job_id::uuid and status = 'preparing'
