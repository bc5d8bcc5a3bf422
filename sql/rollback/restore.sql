-- Give overwritten rows back what they held, unless someone else has changed them since.
update /* @target */ code as t
set /* @restored */ description = u.before ->> 'description' /* @end */
from /* @written */ import_undo /* @end */ as u
where u.job_id = $job_id::uuid
  and u.table_name = $table_name::varchar
  and u.operation = $operation::varchar
  and u.before is not null
  and to_json(/* @key */ {'code': t.code} /* @end */)::varchar = u.row_key
  and to_json(/* @after */ {'description': t.description} /* @end */)::varchar = u.after::varchar
  and (/* @scope */ true /* @end */)
