coalesce(/* @column */ t.city /* @end */ <= (
  select /* @edge */ max(k) /* @end */
  from (
    select /* @column */ t.city /* @end */ as k
    from /* @target */ contact_person as t
    where /* @wanted */ true /* @end */
    order by k nulls last
    limit $limit::integer
  )
), true)
