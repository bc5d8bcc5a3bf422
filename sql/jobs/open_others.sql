select job_id, title, status
from import_jobs
where dataset = $dataset::varchar
  and job_id <> $job_id::uuid
  and error is null
  -- One that is mended was completed before.
  and not (finished_at is not null and status in ('processing', 'paused', 'finalizing', 'failed'))
  and list_contains(from_json($open::json, '["VARCHAR"]'), status)
limit 1
