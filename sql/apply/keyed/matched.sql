-- The rows of a batch beside the row of the target each of them is, if it is there: the oldest of that identity.
(
  select s.*, known.id as _target_id
  from /* @rows */ import_staging_taxonomy_node /* @end */ as s
  left join (
    select /* @identity */ url /* @end */, min(id) as id
    from /* @target */ taxonomy_node
    where (/* @identity */ url /* @end */) in (
      select (/* @identity */ url /* @end */) from /* @rows */ import_staging_taxonomy_node /* @end */)
    group by all
  ) as known using (/* @identity */ url /* @end */)
)
