-- What a driver asks with, as a variable of its connection, so that claiming batches, learning what they are
-- and telling the next statements travel as one script. Strides are to take some `target_ms` milliseconds;
-- rows of tables in `one_at_a_time` are changed by one stride at a time, and those in `busy` by somebody in this process.
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
  'target_ms': $target_ms::double,
  'one_at_a_time': from_json($one_at_a_time::json, '["VARCHAR"]'),
  'busy': from_json($busy::json, '["VARCHAR"]')
}
