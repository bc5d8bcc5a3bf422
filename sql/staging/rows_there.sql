-- Whether a target has any row.
select 'there' as fact, /* @name */ 'enterprise' /* @end */ as name, count(*) as rows
from (select 1 from /* @target */ enterprise limit 1)
