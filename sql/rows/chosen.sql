-- The rows of a page, chosen before more is known of them.
select t.*
from /* @target */ contact_person as t
where /* @wanted */ true /* @end */
order by /* @order */ t.id /* @end */
limit $limit::integer
