-- So are those that the import is closed without, since a batch failed: theirs, or that of what stands for them.
insert into import_row_errors by name
select
  s.job_id, s.table_name, s.operation, s.file, s.line, s.row_no, s.column_name, s.value, 'not_applied' as code,
  'The row was mended, but could not be applied: the import was closed without its batch.' as message,
  'system' as category, s.record, '[]'::json as faults, s.mended as draft, '[]'::json as draft_faults, s.actor as drafted_by,
  s.settled_at as drafted_at
from import_settled_rows as s
left join import_staging_duplicates as d
  on d.job_id = s.job_id and d.table_name = s.table_name and d.operation = 'mend' and d.row_no = s.mended_row_no
join import_job_batches as b
  on b.job_id = s.job_id and b.table_name = s.table_name and b.operation = 'mend' and b.status = 'failed'
  and coalesce(d.owner_row_no, s.mended_row_no) between b.row_from and b.row_to
where s.job_id = $job_id::uuid and s.state = 'mending'
