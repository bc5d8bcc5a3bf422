-- Journalled rows that are no longer as the job left them: someone else changed them since.
select count(*) as kept
from /* @written */ import_undo /* @end */ as u
where u.job_id = $job_id::uuid
  and u.table_name = $table_name::varchar
  and u.operation = $operation::varchar
  and not exists (
    select 1 from /* @target */ code as t
    where to_json(/* @key */ {'code': t.code} /* @end */)::varchar = u.row_key
      and to_json(/* @after */ {'description': t.description} /* @end */)::varchar = u.after::varchar
      and (/* @scope */ true /* @end */))
