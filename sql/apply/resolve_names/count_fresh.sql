-- Of a table that was empty before, every row in the range was touched; after the update, what has a name counts
-- as updated.
set variable counts = (
  select map {
    'rows_read': count(*),
    'updated': count(*) filter (where named),
    'unchanged': count(*) filter (where not named)
  }
  from (
    select coalesce(/* @writes */ primary_name /* @end */) is not null as named
    from /* @target */ enterprise
    where _is_current
      and _job_id = getvariable('batch').job_id
      and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
  )
)
