-- Whose rows the next statements of the connection remove from staging.
set variable cleared = $job_id::uuid
