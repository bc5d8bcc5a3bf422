-- Counted before the rows change, while new, changed and same can still be told apart.
set variable counts = (
  select map {
    /* @read */ 'rows_read': 1 /* @end */,
    'inserted': compared.missing,
    'updated': compared.changed,
    'unchanged': compared.same
  }
  from (
    select
      count(*) filter (where not known) as missing,
      count(*) filter (where known and not same) as changed,
      count(*) filter (where known and same) as same
    from (
      select
        t._job_id is not null as known,
        (/* @same */ s.description is not distinct from t.description /* @end */) as same
      from /* @rows */ import_staging_code /* @end */ as s
      left join /* @target */ code as t on (/* @same_identity */ s.code = t.code /* @end */)
    )
  ) as compared
)
