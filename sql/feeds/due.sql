-- Feeds that are due, or whose run goes on, and that nobody is at.
select feed_id
from feed
where ((not paused and next_run_at <= $now::timestamp) or run_id is not null)
  and (lease_until is null or lease_until <= $now::timestamp)
order by next_run_at, feed_id
