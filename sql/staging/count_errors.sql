select code, count(*) as errors from import_row_errors where job_id = $job_id::uuid group by code order by errors desc, code
