-- What was said of them while they were applied stands with the rows now.
delete from import_row_errors where job_id = $job_id::uuid and operation = 'mend'
