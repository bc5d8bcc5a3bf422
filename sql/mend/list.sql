-- Rows to mend as the file has them, behind a row or from a place on; what tells of the target and not of a row that was sent is none.
select
  e.table_name, e.operation, e.file, e.line, e.row_no, e.column_name, e.value, e.code, e.message, e.record, e.faults,
  e.draft, e.draft_faults, e.drafted_by, e.drafted_at
from import_row_errors as e
where e.job_id = $job_id::uuid
  and e.row_no is not null and e.operation in ('insert', 'delete')
  and ($table_name::varchar is null or e.table_name = $table_name::varchar)
  and ($operation::varchar is null or e.operation = $operation::varchar)
  and ($code::varchar is null or e.code = $code::varchar)
  and ($column_name::varchar is null or list_contains(from_json($column_name::json, '["VARCHAR"]'), e.column_name)
    or list_has_any(
      from_json($column_name::json, '["VARCHAR"]'),
      list_transform(from_json(coalesce(e.faults, '[]'), '[{"column":"VARCHAR"}]'), lambda fault: fault.column)))
  and ($drafts::boolean is null or (e.draft is not null) = $drafts::boolean)
  and (e.table_name, e.operation, e.row_no) > ($after_table::varchar, $after_operation::varchar, $after_row::bigint)
qualify row_number() over (partition by e.table_name, e.operation, e.row_no order by e.code) = 1
order by e.table_name, e.operation, e.row_no
limit $limit::integer offset $offset::bigint
