-- Of a dry run: whether what it staged is there, as applying it asks for, and whether the register is past it.
-- A file without rows has none to lose.
exists (
  select 1 from import_job_files where job_id = $job_id::uuid
  group by table_name, operation, file having sum(rows_staged) > 0 or max(last_row) = 0) as staged,
-- Only of a register do imports have a number.
exists (
  select 1
  from import_jobs as tried
  join import_jobs as applied on applied.dataset = tried.dataset
  where tried.job_id = $job_id::uuid and tried.dry_run and not applied.dry_run
    and applied.status = 'completed' and applied.outcome is distinct from 'failed'
    and (applied.extract_number > tried.extract_number
      or (applied.extract_number = tried.extract_number and tried.extract_type in ('update', applied.extract_type)))
) as passed
