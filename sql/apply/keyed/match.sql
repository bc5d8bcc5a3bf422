-- Which row of the target each row of a batch is, and whether it would change it: looked for once, before anything
-- changes, and kept for the statements that follow.
set variable matched = (
  select coalesce(
    list({
      'row_no': s.row_no,
      'target_id': t.id,
      'changed': t.id is not null and (/* @changed */ s.city is distinct from t.city /* @end */)
    }),
    [])
  from /* @matched */ (select *, null::uuid as _target_id from import_staging_contact_person) /* @end */ as s
  left join /* @target */ contact_person as t on t.id = s._target_id
)
