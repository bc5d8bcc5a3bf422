update /* @target */ taxonomy_node as t
set /* @assignments */ depth = n.depth /* @end */
from (/* @names */ select * from taxonomy_node /* @end */) as n
where t.id = n.id
  and not (/* @same */ n.depth is not distinct from t.depth /* @end */)
