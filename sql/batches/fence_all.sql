-- Take every batch that is not done away from whoever holds or is about to claim it: a late writer then finds
-- that its lease is gone, and a claim that is under way collides with this update.
update import_job_batches
set
  status = case when status = 'processing' then 'pending' else status end,
  stride = case when status = 'processing' then null else stride end,
  lease_token = null,
  lease_until = null
where job_id = $job_id::uuid and status <> 'completed'
