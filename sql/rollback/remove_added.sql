-- Remove rows the job added, unless someone else has changed them since.
delete from /* @target */ code as t
using /* @written */ import_undo /* @end */ as u
where u.job_id = $job_id::uuid
  and u.table_name = $table_name::varchar
  and u.operation = $operation::varchar
  and u.before is null
  and to_json(/* @key */ {'code': t.code} /* @end */)::varchar = u.row_key
  and to_json(/* @after */ {'description': t.description} /* @end */)::varchar = u.after::varchar
