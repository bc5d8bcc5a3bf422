set variable counts = (
  select map {
    'rows_read': count(*),
    'updated': count(*) filter (where not same),
    'unchanged': count(*) filter (where same)
  }
  from (
    select (/* @same */ n.primary_name is not distinct from t.primary_name /* @end */) as same
    from (/* @names */ select * from enterprise /* @end */) as n
    join /* @target */ enterprise as t using (_entity_key)
    where t._is_current
  )
)
