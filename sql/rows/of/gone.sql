t._closed_job_id = $job_id::uuid and not exists (
  select 1
  from /* @target */ activity as o
  where o._job_id = $job_id::uuid and o._entity_key = t._entity_key and /* @same */ true /* @end */)
