-- Counted before the rows change, while new, changed and same can still be told apart.
set variable counts = (
  select map {
    /* @read */ 'rows_read': 1 /* @end */,
    'inserted': compared.missing,
    /* @count */ 'updated' /* @end */: compared.changed,
    'unchanged': compared.same
  }
  from (
    select
      count(*) filter (where not known) as missing,
      count(*) filter (where known and changed) as changed,
      count(*) filter (where known and not changed) as same
    from (
      select t.id is not null as known, (/* @changed */ s.city is distinct from t.city /* @end */) as changed
      from /* @matched */ (select *, null::uuid as _target_id from import_staging_contact_person) /* @end */ as s
      left join /* @target */ contact_person as t on t.id = s._target_id
    )
  ) as compared
)
