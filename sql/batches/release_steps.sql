-- After-steps that wait for batches nobody will mend any more need not wait: what did land gets its names.
update import_job_batches
set waits_for = []
where job_id = $job_id::uuid and status = 'pending' and operation not in ('delete', 'insert', 'mend') and len(waits_for) > 0
