-- The places of the pages in a batch's range that are not where they should be; depth 0 is a root. Worked out once,
-- and kept for the statements that follow.
set variable places = (
  select coalesce(
    list({
      'id': c.id,
      'parent_id': case when c.reached = c.id then null else c.parent_now end,
      'depth': case when c.circular then null when c.reached is null then c.steps else c.steps + c.depth end
    }) filter (where c._entity_key between getvariable('batch').key_from and getvariable('batch').key_to),
    [])
  from (
    /* @climbed */ select null::uuid as id, null::uuid as reached, null::uuid as parent_now, 0 as steps, 0 as depth, false as circular, 0 as _entity_key /* @end */
  ) as c
)
