-- The others are in.
update import_settled_rows set state = 'mended' where job_id = $job_id::uuid and state = 'mending'
