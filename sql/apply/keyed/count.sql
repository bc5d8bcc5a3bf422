set variable counts = (
  select map {
    /* @read */ 'rows_read': 1 /* @end */,
    'inserted': found.missing,
    /* @count */ 'updated' /* @end */: found.changed,
    'unchanged': found.same
  }
  from (
    select
      count(*) filter (where target_id is null) as missing,
      count(*) filter (where changed) as changed,
      count(*) filter (where target_id is not null and not changed) as same
    from /* @found */ (select null::uuid as target_id, false as changed) /* @end */ as m
  ) as found
)
