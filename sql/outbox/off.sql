-- Whether a webhook is switched off: the last that became of a delivery to it is that it failed in vain.
select coalesce(arg_max(status, settled_at) = 'failed', false) as off
from outbox
where channel = 'webhook' and address = $address::varchar and status in ('delivered', 'failed')
