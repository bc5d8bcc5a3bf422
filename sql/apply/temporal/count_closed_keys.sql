set variable counts = (
  select map {
    /* @read */ 'rows_read': 1 /* @end */,
    'matched': hit.keys,
    'closed': hit.closed,
    'unmatched': asked.keys - hit.keys
  }
  from
    (
      select count(*) as closed, count(distinct t._entity_key) as keys
      from /* @target */ activity as t
      where t._closed_job_id = getvariable('batch').job_id
        and t._entity_key in (select _entity_key from /* @rows */ import_staging_activity /* @end */)
    ) as hit,
    (select count(*) as keys from /* @rows */ import_staging_activity /* @end */) as asked
)
