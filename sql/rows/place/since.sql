/* @term */ t._entity_key /* @end */ >= (
  select min(k)
  from (
    select /* @term */ t._entity_key /* @end */ as k
    from /* @target */ activity as t
    where /* @wanted */ true /* @end */
    order by k desc
    limit $limit::integer
  )
)
