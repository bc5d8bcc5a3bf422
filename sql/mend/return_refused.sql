-- Mended rows that were refused when they were applied, they or what stands for them, are errors again, with the new reason.
insert into import_row_errors by name
select
  s.job_id, s.table_name, s.operation, s.file, s.line, s.row_no, e.column_name, e.value, e.code, e.message, e.category,
  s.record, '[]'::json as faults, s.mended as draft, '[]'::json as draft_faults, s.actor as drafted_by, s.settled_at as drafted_at
from import_settled_rows as s
left join import_staging_duplicates as d
  on d.job_id = s.job_id and d.table_name = s.table_name and d.operation = 'mend' and d.row_no = s.mended_row_no
join import_row_errors as e
  on e.job_id = s.job_id and e.table_name = s.table_name and e.operation = 'mend'
  and e.row_no = coalesce(d.owner_row_no, s.mended_row_no)
where s.job_id = $job_id::uuid and s.state = 'mending'
