-- What the target itself says a job opened and closed: the counts of the batches must agree.
select
  /* @name */ 'activity' /* @end */ as table_name,
  count(*) filter (where _job_id = $job_id::uuid) as opened,
  count(*) filter (where _closed_job_id = $job_id::uuid) as closed
from /* @target */ activity
where _job_id = $job_id::uuid or _closed_job_id = $job_id::uuid
