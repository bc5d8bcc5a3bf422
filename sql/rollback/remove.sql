delete from /* @target */ activity
where _job_id = $job_id::uuid and _entity_key between $key_from::bigint and $key_to::bigint
