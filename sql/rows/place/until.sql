/* @term */ t._entity_key /* @end */ <= (
  select max(k)
  from (
    select /* @term */ t._entity_key /* @end */ as k
    from /* @target */ activity as t
    where /* @wanted */ true /* @end */
    order by k
    limit $limit::integer
  )
)
