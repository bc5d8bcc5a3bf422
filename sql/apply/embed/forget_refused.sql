-- What was said of the texts of the range before: those that still are refused are listed anew.
delete from import_row_errors
where job_id = getvariable('batch').job_id
  and table_name = getvariable('batch').table_name
  and operation = 'embed'
  and (record ->> 'id') in (
    select t.id::varchar
    from /* @target */ qa_pair as t
    where t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to)
