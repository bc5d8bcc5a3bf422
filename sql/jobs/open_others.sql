select job_id, title, status
from import_jobs
where dataset = $dataset::varchar
  and job_id <> $job_id::uuid
  and error is null
  and list_contains(from_json($open::json, '["VARCHAR"]'), status)
limit 1
