-- Rows to mend as the file has them, behind a row or from a place on.
select
  e.table_name, e.operation, e.file, e.line, e.row_no, e.column_name, e.value, e.code, e.message, e.record, e.faults,
  e.draft, e.draft_faults, e.drafted_by, e.drafted_at
from import_row_errors as e
where /* @wanted */ e.job_id = $job_id::uuid /* @end */
  and (e.table_name, e.operation, e.row_no) > ($after_table::varchar, $after_operation::varchar, $after_row::bigint)
qualify row_number() over (partition by e.table_name, e.operation, e.row_no order by e.code) = 1
order by e.table_name, e.operation, e.row_no
limit $limit::integer offset $offset::bigint
