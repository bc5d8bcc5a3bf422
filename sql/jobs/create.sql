insert into import_jobs by name
select
  $job_id::uuid as job_id,
  $dataset::varchar as dataset,
  $project_id::varchar as project_id,
  $title::varchar as title,
  'preparing' as status,
  $dry_run::boolean as dry_run,
  $options::json as options,
  $source::json as source,
  $content_hash::varchar as content_hash,
  $extract_number::integer as extract_number,
  $extract_type::varchar as extract_type,
  $snapshot_date::date as snapshot_date,
  $warnings::json as warnings,
  $schema_version::integer as schema_version,
  $started_by::varchar as started_by,
  $now::timestamp as started_at,
  $now::timestamp as updated_at
