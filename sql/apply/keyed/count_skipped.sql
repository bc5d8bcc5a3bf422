set variable counts = (
  select map {
    /* @read */ 'rows_read': 1 /* @end */,
    'inserted': found.missing,
    'skipped': found.known
  }
  from (
    select
      count(*) filter (where target_id is null) as missing,
      count(*) filter (where target_id is not null) as known
    from /* @found */ (select null::uuid as target_id) /* @end */ as m
  ) as found
)
