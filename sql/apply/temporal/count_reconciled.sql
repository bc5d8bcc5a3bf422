set variable counts = (
  select map {
    /* @read */ 'rows_read': 1 /* @end */,
    'inserted': compared.missing,
    'unchanged': compared.present
  }
  from (
    select
      count(*) filter (where not present) as missing,
      count(*) filter (where present) as present
    from (
      select exists (
        select 1 from /* @target */ activity as t
        where t._is_current and t._entity_key = s._entity_key
          and (/* @same_identity */ s.entity_number = t.entity_number /* @end */)
          and t._job_id <> getvariable('batch').job_id) as present
      from /* @rows */ import_staging_activity /* @end */ as s
    )
  ) as compared
)
