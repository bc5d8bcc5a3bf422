-- The rows of several tables that belong to one row, those of each in their order; one more than are shown says that there are more.
select place, row
from (/* @rows */ select 1 as place, 1::bigint as nth, '{}'::json as row /* @end */)
order by place, nth
