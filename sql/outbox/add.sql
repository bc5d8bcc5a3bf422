-- Deliveries that have to be made; told in the transaction that makes them true. Of an import that comes into the same state again
-- there is no second, unless that is asked for.
insert into outbox by name
select
  d.delivery_id, d.channel, d.address, d.event, d.about, d.job_id, d.feed_id, d.data,
  d.status, 0 as attempts, d.answer, $now::timestamp as created_at, $due_at::timestamp as due_at,
  case when d.status <> 'due' then $now::timestamp end as settled_at
from (
  select unnest(from_json(
    $deliveries::varchar,
    '[{"delivery_id":"UUID","channel":"VARCHAR","address":"VARCHAR","event":"VARCHAR","about":"VARCHAR",
       "job_id":"UUID","feed_id":"UUID","data":"JSON","status":"VARCHAR","answer":"VARCHAR"}]'), recursive := true)
) as d
where $again::boolean or (
  select arg_max(o.about, o.created_at) from outbox as o
  where o.job_id = d.job_id and o.channel = d.channel and o.address = d.address
) is distinct from d.about
