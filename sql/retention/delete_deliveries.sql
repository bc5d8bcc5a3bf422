-- Deliveries that were over long ago, but the last to each address: it says whether a webhook is switched off.
delete from outbox
where settled_at < $before::timestamp
  and delivery_id not in (
    select arg_max(delivery_id, settled_at) from outbox where settled_at is not null group by channel, address)
