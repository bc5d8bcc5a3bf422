-- The page above each page: the one it names, when that is there, else the one with the longest proper prefix of
-- its path's segments on the same scheme and host. A query is part of a page's identity, not of its path.
select page.url, coalesce(named.url, above.url) as parent
from /* @pages */ taxonomy_node as page
left join /* @pages */ taxonomy_node as named on named.url = page.parent_url
left join (
  select prefix.url as page_url, arg_max(place.url, prefix.segments) as url
  from (
    select url, segments, array_to_string(parts[:segments], '/') as path
    from (
      select url, parts, unnest(range(3, len(parts))) as segments
      from (select url, string_split(split_part(url, '?', 1), '/') as parts from /* @pages */ taxonomy_node)
    )
  ) as prefix
  join (
    select split_part(url, '?', 1) as path, min(url) as url from /* @pages */ taxonomy_node group by path
  ) as place on place.path = prefix.path
  group by prefix.url
) as above on above.page_url = page.url
