select null::uuid as job_id, '' as table_name, '' as file, 1::bigint as line, '' as number where $dataset::varchar is null
