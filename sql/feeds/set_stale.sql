-- Its data has become stale, or is fresh again; of several who see that one tells.
update feed set stale = $stale::boolean where feed_id = $feed_id::uuid and stale <> $stale::boolean
