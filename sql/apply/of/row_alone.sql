cross join /* @claimed */ import_job_batches /* @end */ as c
