-- What of a key range this job touched: own rows, and names of type 001 opened or closed.
select _entity_key from enterprise
where _is_current and _job_id = getvariable('batch').job_id
  and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
union
select _entity_key from denomination
where (_job_id = getvariable('batch').job_id or _closed_job_id = getvariable('batch').job_id)
  and type_of_denomination = '001'
  and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
