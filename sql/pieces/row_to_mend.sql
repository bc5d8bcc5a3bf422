-- Rows to mend of those that are asked for; what tells of the target and not of a row that was sent is none.
e.job_id = $job_id::uuid
and e.row_no is not null and e.operation in ('insert', 'delete')
and ($table_name::varchar is null or e.table_name = $table_name::varchar)
and ($operation::varchar is null or e.operation = $operation::varchar)
and ($code::varchar is null or e.code = $code::varchar)
and ($column_name::varchar is null or list_contains(from_json($column_name::json, '["VARCHAR"]'), e.column_name)
  or list_has_any(
    from_json($column_name::json, '["VARCHAR"]'),
    list_transform(from_json(coalesce(e.faults, '[]'), '[{"column":"VARCHAR"}]'), lambda fault: fault.column)))
and ($drafts::boolean is null or (e.draft is not null) = $drafts::boolean)
