-- Whose progress the connection's next statements tell.
set variable ask = {'job_id': $job_id::uuid, 'lease_token': null::uuid, 'now': $now::timestamp}
