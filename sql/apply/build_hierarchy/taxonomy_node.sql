-- The parent and the depth of every page of the import's project; depth 0 is a root.
with recursive pages as (
  select id, url, parent_url, _entity_key from taxonomy_node where project_id = getvariable('batch').project_id
),
parents as (
  /* @parents */ select url, parent_url as parent from pages /* @end */
),
depths as (
  select url, 0 as depth from parents where parent is null
  union all
  select p.url, d.depth + 1 from depths as d join parents as p on p.parent = d.url
)
select n.id, above.id as parent_id, d.depth
from pages as n
join parents as p on p.url = n.url
left join pages as above on above.url = p.parent
left join depths as d on d.url = n.url
where n._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
