-- One page of a table's rows, behind the place where the page before ended; each row with its place in the order.
select /* @columns */ t.id, t.city /* @end */, [/* @place */ t.id::varchar /* @end */] as _place
from /* @target */ contact_person as t
where /* @wanted */ true /* @end */
order by /* @order */ t.id /* @end */
limit $limit::integer
