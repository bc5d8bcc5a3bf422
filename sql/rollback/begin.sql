update import_jobs set undo_progress = $progress::json, updated_at = $now::timestamp
where job_id = $job_id::uuid and status = 'rolling_back' and undo_progress is null
