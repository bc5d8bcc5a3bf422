-- Remove the parts of rows the import added, unless somebody else has changed those since.
delete from /* @parts */ document_chunk
where /* @owner */ document_id in (
  select t.id
  from /* @target */ document as t
  join import_undo as u on u.row_key::uuid = t.id
  where u.job_id = $job_id::uuid
    and u.table_name = $table_name::varchar
    and u.operation = $operation::varchar
    and u.before is null
    and to_json(md5(to_json(/* @content */ {'text': t.text} /* @end */)::varchar))::varchar = u.after::varchar)
