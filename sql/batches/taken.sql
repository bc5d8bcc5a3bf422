-- What a claim writes into the batch it takes.
status = 'processing',
attempt = b.attempt + 1,
lease_token = getvariable('ask').lease_token,
lease_until = getvariable('ask').lease_until,
started_at = getvariable('ask').now,
completed_at = null,
duration_ms = null,
driver_id = getvariable('ask').driver_id,
driver_label = getvariable('ask').driver_label,
error = null,
error_code = null,
retryable = null
