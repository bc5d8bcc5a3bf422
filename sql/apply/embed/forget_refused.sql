-- What an earlier attempt found refused: what still is is listed anew.
delete from import_row_errors
where job_id = getvariable('batch').job_id
  and table_name = getvariable('batch').table_name
  and operation = 'embed'
  and (record ->> 'id') in (
    select id::varchar from /* @target */ qa_pair
    where _entity_key between getvariable('batch').key_from and getvariable('batch').key_to)
