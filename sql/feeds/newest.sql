-- How old the data of a feed is: of the register the day it was true, of others when it came.
select
  f.feed_id,
  case
    when f.dataset = 'daily-update' then (select max(snapshot_date)::timestamp from register_extract)
    else f.data_at
  end as data_at
from feed as f
where $feed_id::uuid is null or f.feed_id = $feed_id::uuid
