-- The first half of a split batch; it was cut short, which is no failure of its own.
update import_job_batches
set
  status = 'pending',
  attempt = attempt - 1,
  lease_until = null,
  records = $records::bigint,
  row_to = $row_to::bigint,
  key_to = $key_to::bigint
where job_id = $job_id::uuid
  and lease_token = $lease_token::uuid
  and attempt = $attempt::integer
  and status = 'processing'
