update /* @target */ activity
set _is_current = true, _deleted_at_extract = null, _closed_job_id = null
where _closed_job_id = $job_id::uuid and _entity_key between $key_from::bigint and $key_to::bigint
