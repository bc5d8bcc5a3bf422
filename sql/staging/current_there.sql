select 'current' as fact, /* @name */ 'enterprise' /* @end */ as name, count(*) as rows
from /* @target */ enterprise
where _is_current
