t._job_id <> getvariable('batch').job_id
