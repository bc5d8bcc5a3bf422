-- Go on with an import that was left while it was prepared: of several who find it at once, one does.
update import_jobs
set updated_at = $now::timestamp
where job_id = $job_id::uuid and status = 'preparing' and updated_at <= $busy_since::timestamp
