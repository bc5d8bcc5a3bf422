-- Keys that cut the rows a job opened or closed into even parts.
select approx_quantile(_entity_key, from_json($fractions::json, '["FLOAT"]')) as cuts
from /* @target */ activity
where _job_id = $job_id::uuid or _closed_job_id = $job_id::uuid
