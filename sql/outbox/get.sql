select
  delivery_id, channel, address, event, about, job_id, feed_id, data, body, status, attempts, answer, created_at, due_at, settled_at
from outbox
where delivery_id = $delivery_id::uuid
