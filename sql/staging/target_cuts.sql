-- Keys that cut what is current in a target into even parts.
select approx_quantile(_entity_key, $fractions::float[]) as cuts
from /* @target */ enterprise
where _is_current
