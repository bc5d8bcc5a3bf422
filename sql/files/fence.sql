-- Keep chunks that are under way from landing, before the rows they would commit on are deleted: an update that is
-- not committed yet collides with this one, but would pass beside a delete.
update import_job_files set chunk = chunk + 1000000000 where job_id = $job_id::uuid and chunk < 1000000000
