-- Give changed rows back what they held, unless somebody else has changed them since.
update /* @target */ contact_person as t
set /* @restored */ city = u.before ->> 'city' /* @end */
from import_undo as u
where u.job_id = $job_id::uuid
  and u.table_name = $table_name::varchar
  and u.operation = $operation::varchar
  and hash(u.row_key) % 10000000000 between $key_from and $key_to
  and ($row_to::bigint = 0 or u.row_no between $row_from::bigint and $row_to::bigint)
  and u.before is not null
  and t.id = u.row_key::uuid
  and to_json(md5(to_json(/* @content */ {'city': t.city} /* @end */)::varchar))::varchar = u.after::varchar
