-- What an undoing would do to the rows one operation of a job has written; see restore.sql, remove_added.sql and
-- keep_changed.sql, which do it.
select
  count(*) filter (where u.before is null and same) as removed,
  count(*) filter (where u.before is not null and same) as restored,
  count(*) filter (where not same and (u.found or (u.before is not null and u.operation = 'insert'))) as kept
from (
  select
    j.before,
    j.operation,
    t.id is not null as found,
    to_json(md5(to_json(/* @content */ {'city': t.city} /* @end */)::varchar))::varchar is not distinct from j.after::varchar
      and t.id is not null as same
  from import_undo as j
  left join /* @target */ contact_person as t on t.id = j.row_key::uuid
  where j.job_id = $job_id::uuid
    and j.table_name = $table_name::varchar
    and j.operation = $operation::varchar
) as u
