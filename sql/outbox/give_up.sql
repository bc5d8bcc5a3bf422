-- A mail that processes died with twice is not tried a third time: its reader would have it twice.
update outbox
set status = 'failed', answer = $answer::varchar, settled_at = $now::timestamp
where delivery_id = $delivery_id::uuid
  and channel = 'mail' and status = 'sending' and taken_at <= $given_up_since::timestamp and answer = $lost::varchar
