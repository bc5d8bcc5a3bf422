-- Whoever clears the files of a job away collides with this, or has left none to hold.
update import_job_files set passes_done = passes_done where job_id = $job_id::uuid
