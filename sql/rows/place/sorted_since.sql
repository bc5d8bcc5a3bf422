coalesce(/* @column */ t.city /* @end */ >= (
  select /* @edge */ min(k) /* @end */
  from (
    select /* @column */ t.city /* @end */ as k
    from /* @target */ contact_person as t
    where /* @wanted */ true /* @end */
    order by k desc nulls first
    limit $limit::integer
  )
), true)
