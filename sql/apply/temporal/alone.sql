-- Of imports that build on one another a later one may be at work: what it does to the same things shows when it is done.
-- The error takes nothing with it but the attempt, which counts for none.
set variable alone = (
  select case when count(*) > 0 then error('Conflict on the order of imports: a later one is at work') else true end
  from import_jobs
  where dataset = (select dataset from import_jobs where job_id = getvariable('batch').job_id)
    and job_id <> getvariable('batch').job_id
    and not dry_run
    and status in ('processing', 'paused', 'finalizing', 'rolling_back')
    and started_at > (select started_at from import_jobs where job_id = getvariable('batch').job_id)
)
