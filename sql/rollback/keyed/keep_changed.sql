-- Rows that are no longer as the import left them: somebody has changed them since, and they stay as they are.
-- They are listed among the import's row errors; of rows that are gone only those the import had changed itself, not
-- those an after-step only came by.
insert into import_row_errors by name
select
  u.job_id,
  u.table_name,
  'insert' as operation,
  '' as file,
  u.row_key as value,
  case when t.id is null then 'removed_since' else 'changed_since' end as code,
  case when t.id is null then 'The row was removed since the import; it was not brought back.'
    else 'The row was changed since the import; it was kept as it is.' end as message,
  'conflict' as category,
  case
    when t.id is not null then to_json(/* @content */ {'city': t.city} /* @end */)
    else json_merge_patch(u.before, /* @technical */ '{"updated_at": null}' /* @end */)
  end as record
from import_undo as u
left join /* @target */ contact_person as t on t.id = u.row_key::uuid
where u.job_id = $job_id::uuid
  and u.table_name = $table_name::varchar
  and u.operation = $operation::varchar
  and hash(u.row_key) % 10000000000 between $key_from and $key_to
  and ($row_to::bigint = 0 or u.row_no between $row_from::bigint and $row_to::bigint)
  -- What was mended over what it brought first is listed once.
  and u.row_key not in (
    select value from import_row_errors
    where job_id = $job_id::uuid and table_name = $table_name::varchar
      and code in ('changed_since', 'removed_since') and value is not null)
  and (t.id is not null or (u.before is not null and u.operation in ('insert', 'mend')))
  and to_json(md5(to_json(/* @content */ {'city': t.city} /* @end */)::varchar))::varchar is distinct from u.after::varchar
