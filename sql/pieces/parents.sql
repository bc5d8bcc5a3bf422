-- The page above each page: the one it names, when that is there, else the one with the longest proper prefix of
-- its path's segments on the same scheme and host. A query is part of a page's identity, not of its path. A segment
-- is taken off at a time, and only from paths nothing was found for.
with recursive places as materialized (
  select split_part(url, '?', 1) as path, min(url) as url from /* @pages */ taxonomy_node group by path
),
search as (
  select url, regexp_replace(split_part(url, '?', 1), '/[^/]*$', '') as path
  from /* @pages */ taxonomy_node
  where regexp_matches(split_part(url, '?', 1), '^[a-z]+://[^/]+/')
  union all
  select s.url, regexp_replace(s.path, '/[^/]*$', '')
  from search as s
  left join places as p on p.path = s.path
  where p.path is null and regexp_matches(s.path, '^[a-z]+://[^/]+/')
),
above as (
  select s.url, p.url as parent from search as s join places as p on p.path = s.path
)
select page.url, coalesce(named.url, above.parent) as parent
from /* @pages */ taxonomy_node as page
left join /* @pages */ taxonomy_node as named
  on named.url = case when /* @told */ true /* @end */ then page.parent_url end
left join above on above.url = page.url
