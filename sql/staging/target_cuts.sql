-- Keys that cut what is current in a target into even parts.
select approx_quantile(_entity_key, from_json($fractions::json, '["FLOAT"]')) as cuts
from /* @target */ enterprise
where _is_current
