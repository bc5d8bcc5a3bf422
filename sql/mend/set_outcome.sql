-- What an import came to, worked out anew.
update import_jobs
set outcome = $outcome::varchar, result = json_merge_patch(coalesce(result, '{}'), $result::json), updated_at = $now::timestamp
where job_id = $job_id::uuid and status = 'completed'
