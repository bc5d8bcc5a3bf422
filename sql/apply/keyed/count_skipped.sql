set variable counts = (
  select map {
    /* @read */ 'rows_read': 1 /* @end */,
    'inserted': (
      select count(*) filter (where _target_id is null) from /* @matched */ (select *, null::uuid as _target_id from import_staging_contact_person) /* @end */),
    'skipped': (
      select count(*) filter (where _target_id is not null) from /* @matched */ (select *, null::uuid as _target_id from import_staging_contact_person) /* @end */)
  }
)
