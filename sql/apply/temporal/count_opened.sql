set variable counts = (
  select map {
    /* @read */ 'rows_read': 1 /* @end */,
    'inserted': (select count(*) from /* @rows */ import_staging_activity /* @end */)
  }
)
