update /* @target */ enterprise as t
set /* @assignments */ primary_name = n.primary_name /* @end */
from (/* @names */ select * from enterprise /* @end */) as n
where t._entity_key = n._entity_key
  and t._is_current
  and t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
  and not (/* @same */ n.primary_name is not distinct from t.primary_name /* @end */)
