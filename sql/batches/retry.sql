update import_job_batches
set status = 'pending', stride = null, not_before = null, max_attempts = attempt + $max_attempts::integer
where job_id = $job_id::uuid and abandoned is null
  and (status = 'failed' or (operation = 'embed' and status = 'completed' and failed_rows > 0))
  and ($among::json is null or operation in (select unnest(from_json($among::json, '["VARCHAR"]'))))
  and ($table_name::varchar is null or (
    table_name = $table_name::varchar
    and batch_number = $batch_number::integer
    and ($operation::varchar is null or operation = $operation::varchar)))
