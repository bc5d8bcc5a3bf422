-- Take every batch that is not done away from whoever holds or is about to claim it: a late writer then
-- finds another attempt number, and a claim that is under way collides with this update.
update import_job_batches
set
  status = case when status = 'processing' then 'pending' else status end,
  attempt = attempt + 1,
  max_attempts = max_attempts + 1,
  lease_token = null,
  lease_until = null
where job_id = $job_id::uuid and status <> 'completed'
