asof join /* @claimed */ import_job_batches /* @end */ as c on t._entity_key >= c.key_from
