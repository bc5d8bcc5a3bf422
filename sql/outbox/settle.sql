-- What became of an attempt, unless the delivery is in other hands by now.
update outbox
set status = $status::varchar, answer = $answer::varchar, body = $body::varchar,
  due_at = coalesce($due_at::timestamp, due_at), settled_at = $settled_at::timestamp
where delivery_id = $delivery_id::uuid and status = 'sending' and attempts = $attempts::integer
