-- Take a delivery in hand: of several at once one does. One that a process died with is taken up again.
update outbox
set status = 'sending', answer = case when status = 'sending' then $lost::varchar end, taken_at = $now::timestamp, attempts = attempts + 1
where delivery_id = $delivery_id::uuid
  and (status = 'due' or (status = 'sending' and taken_at <= $given_up_since::timestamp))
