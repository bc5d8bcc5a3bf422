-- A finished dry run becomes a real import on the rows it has staged.
update import_jobs
set dry_run = false, result = null, outcome = null, finished_at = null, warnings = $warnings::json
where job_id = $job_id::uuid and status = 'ready' and dry_run
