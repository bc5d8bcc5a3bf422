-- The parent and the depth of every page of the import's project; depth 0 is a root. Every round looks twice as far
-- up as the one before, so that a long line of pages takes few.
with recursive pages as (
  select id, url, parent_url, _entity_key from taxonomy_node where project_id = getvariable('batch').project_id
),
parents as (
  /* @parents */ select url, parent_url as parent from pages /* @end */
),
climb as (
  select url, parent as reached, (parent is not null)::integer as steps, 0 as round from parents
  union all
  select low.url, high.reached, low.steps + coalesce(high.steps, 0), low.round + 1
  from climb as low
  left join climb as high on high.url = low.reached
  where low.round < (select ceil(log2(count(*) + 1)) from pages)
),
depths as (
  select url, steps as depth from climb where reached is null
  qualify row_number() over (partition by url order by round desc) = 1
)
select n.id, above.id as parent_id, d.depth
from pages as n
join parents as p on p.url = n.url
left join pages as above on above.url = p.parent
left join depths as d on d.url = n.url
where n._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
