delete from import_row_errors
where code = 'lost_current_row' and job_id in (select job_id from import_jobs where dataset = $dataset::varchar)
