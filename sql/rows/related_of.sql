-- Those of one table.
select
  /* @place */ 1 /* @end */ as place,
  row_number() over (order by /* @order */ t.id /* @end */) as nth,
  to_json(/* @row */ {'id': t.id} /* @end */) as row
from /* @target */ contact_person as t
where /* @wanted */ true /* @end */
qualify nth <= $limit::integer
