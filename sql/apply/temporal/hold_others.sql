-- A later one that begins at this very moment collides with this.
update import_jobs
set updated_at = updated_at
where dataset = (select dataset from import_jobs where job_id = getvariable('batch').job_id)
  and job_id <> getvariable('batch').job_id
  and not dry_run
  and status in ('preparing', 'ready', 'failed')
