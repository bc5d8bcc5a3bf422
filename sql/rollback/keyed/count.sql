-- What an undoing would do to the rows one operation of a job has written; see restore.sql, remove_added.sql and
-- keep_changed.sql, which do it. What a mended row has changed again counts once: as it was before all, and as it is now.
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
  from (
    select
      row_key,
      first(before order by operation, row_no) as before,
      last(after order by operation, row_no) as after,
      $operation::varchar as operation
    from import_undo
    where job_id = $job_id::uuid
      and table_name = $table_name::varchar
      and (operation = $operation::varchar or (operation = 'mend' and $operation::varchar = 'insert'))
    group by row_key
  ) as j
  left join /* @target */ contact_person as t on t.id = j.row_key::uuid
) as u
