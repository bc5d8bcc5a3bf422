-- Keys that cut what is staged for a target into even parts.
select approx_quantile(_entity_key, from_json($fractions::json, '["FLOAT"]')) as cuts
from /* @staging */ import_staging_enterprise
where job_id = $job_id::uuid
