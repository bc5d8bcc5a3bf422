-- The rows of a table, in the order in which they lie.
select /* @columns */ t.id, t.city /* @end */
from /* @target */ contact_person as t
where /* @wanted */ true /* @end */
