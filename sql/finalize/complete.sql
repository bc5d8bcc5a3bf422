-- Beside what was kept before staging was cleared.
update import_jobs
set result = json_merge_patch(coalesce(result, '{}'), $result::json), warnings = $warnings::json
where job_id = $job_id::uuid and status = 'finalizing'
