-- Imports that are still being prepared from a stored file.
select job_id from import_jobs where source ->> '$.filename' = $filename::varchar and status = 'preparing' limit 1
