asof join /* @claimed */ import_job_batches /* @end */ as c on s.row_no >= c.row_from
