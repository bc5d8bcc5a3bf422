-- Pages on a circle that no single import could see: two that ran at once, or one that was taken back. What they say
-- of their parent does not count then. Without a page that names its parent there is no circle.
set variable circle = (
  select coalesce(list(distinct above.url), [])
  from (
    /* @climbed_freely */ select null::uuid as reached, false as circular /* @end */
  ) as c
  join taxonomy_node as above on above.id = c.reached
  where c.circular
)
