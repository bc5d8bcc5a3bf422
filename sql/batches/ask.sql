-- What a driver asks with, as a variable of its connection, so that claiming a batch, learning what it is
-- and telling the next statements travel as one script.
set variable ask = {
  'job_id': $job_id::uuid,
  'dataset': $dataset::varchar,
  'lease_token': $lease_token::uuid,
  'lease_until': $lease_until::timestamp,
  'now': $now::timestamp,
  'actor': $actor::varchar,
  'driver_id': $driver_id::varchar,
  'driver_label': $driver_label::varchar,
  'table_name': $table_name::varchar,
  'batch_number': $batch_number::integer,
  'operation': $operation::varchar,
  'skip': $skip::integer,
  'hint': $hint::bigint
}
