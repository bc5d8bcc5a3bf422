-- A finished dry run becomes a real import on the rows it has staged. It begins now: what was imported since the
-- dry run comes before it, and rollback goes by that order.
update import_jobs
set
  dry_run = false, result = null, outcome = null, started_at = $now::timestamp, finished_at = null,
  warnings = $warnings::json
where job_id = $job_id::uuid and status = 'ready' and dry_run
