-- Pages whose parent is another one than is kept, with all that is below them: how far each is from the nearest
-- page above that stays where it is, or from its root. Every round looks twice as far up as the one before; whoever
-- has then still only looked at pages that move is on a circle, or below one.
with recursive pages as materialized (
  select id, url, parent_url, _entity_key, parent_id, depth
  from taxonomy_node
  where project_id = getvariable('batch').project_id and (/* @wanted */ true /* @end */)
),
parents as materialized (
  /* @parents */ select url, parent_url as parent from pages /* @end */
),
placed as materialized (
  select n.*, above.id as parent_now
  from pages as n
  join parents as p on p.url = n.url
  left join pages as above on above.url = p.parent
),
moved as materialized (
  select id from placed where depth is null or parent_now is distinct from parent_id
  union
  select low.id from moved as high join placed as low on low.parent_now = high.id
),
rounds as materialized (
  select ceil(log2(count(*) + 1)) as most from moved
),
climb as (
  select n.id, n.parent_now as reached, (n.parent_now is not null)::integer as steps, 0 as round
  from placed as n
  where n.id in (select id from moved)
  union all
  select
    low.id,
    case when high.id is null then low.reached else high.reached end,
    low.steps + coalesce(high.steps, 0),
    low.round + 1
  from climb as low
  left join climb as high on high.id = low.reached
  where low.round < (select most from rounds)
)
select n.id, n.url, n._entity_key, n.parent_now, c.reached, c.steps, high.depth, c.reached in (select id from moved) as circular
from climb as c
join placed as n on n.id = c.id
left join pages as high on high.id = c.reached
qualify c.round = max(c.round) over ()
