-- Counted after the update: rows the job opened got their first names, older ones are in the journal.
set variable counts = (
  with touched as (/* @touched */ select _entity_key from enterprise /* @end */),
  changed as (
    select count(*) as older from import_undo
    where job_id = getvariable('batch').job_id
      and table_name = getvariable('batch').table_name
      and operation = getvariable('batch').operation
      and batch_number = getvariable('batch').batch_number
  )
  select map {
    'rows_read': count(*),
    'updated': count(*) filter (where t._job_id = getvariable('batch').job_id and named) + any_value(older),
    'unchanged': count(*) - count(*) filter (where t._job_id = getvariable('batch').job_id and named)
      - any_value(older)
  }
  from changed
  left join (
    select *, coalesce(/* @writes */ primary_name /* @end */) is not null as named
    from /* @target */ enterprise
    where _is_current
      and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
      and _entity_key in (select _entity_key from touched)
  ) as t on true
)
