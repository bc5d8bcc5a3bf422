-- Of several tables, which later extract was at each key first.
select _entity_key, min(extract_number) as extract_number
from (/* @touched */ select 1 as _entity_key, 1 as extract_number /* @end */)
group by _entity_key
