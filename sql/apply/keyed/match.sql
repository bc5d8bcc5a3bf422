-- Which row of the target each row of a batch is, whether it would change it, and what the journal keeps of that: what
-- the row holds, and a digest of what is written, which is enough to tell later whether somebody else has changed it.
-- Worked out once, before anything changes, and kept for the statements that follow.
set variable matched = (
  select coalesce(
    list({
      'row_no': s.row_no,
      'id': coalesce(t.id, s.id),
      'target_id': t.id,
      'changed': t.id is not null and (/* @changed */ s.city is distinct from t.city /* @end */),
      'before': case when t.id is not null then to_json(/* @before */ {'city': t.city} /* @end */) end,
      'after': to_json(md5(to_json(/* @combined */ {'city': s.city} /* @end */)::varchar))
    }),
    [])
  from /* @matched */ (select *, null::uuid as _target_id from import_staging_contact_person) /* @end */ as s
  left join /* @target */ contact_person as t on t.id = s._target_id
)
