-- Closed by this job.
t._closed_job_id = getvariable('batch').job_id
