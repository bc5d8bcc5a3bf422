-- What of a key range this job touched: own rows, and names of the type that counts, opened or closed.
select _entity_key from /* @target */ enterprise
where _is_current and _job_id = getvariable('batch').job_id
  and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
union
select _entity_key from denomination
where (_job_id = getvariable('batch').job_id or _closed_job_id = getvariable('batch').job_id)
  and type_of_denomination = /* @name_type */ '001' /* @end */
  and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
