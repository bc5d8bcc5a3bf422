-- Each text that is refused is an error of the row it came with, the last one where several wrote it.
insert into import_row_errors by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').table_name as table_name,
  'embed' as operation,
  coalesce(/* @file */ null::varchar /* @end */, '') as file,
  coalesce(mended.row_no, u.row_no) as row_no,
  left(concat_ws(chr(10), /* @texts */ t.question, t.answer /* @end */), 200) as value,
  'embedding_failed' as code,
  coalesce(n.message, 'The text was refused before, and was changed while it was asked about again.') as message,
  'system' as category,
  json_object('id', t.id) as record
from /* @target */ qa_pair as t
left join (
  select v.*
  from (
    select unnest(from_json(held.vectors, '[{"id":"UUID","message":"VARCHAR"}]')) as v
    from (select getvariable('vectors') as vectors from range(1)) as held
  )
) as n on n.id = t.id
left join (
  select row_key, max(row_no) as row_no
  from import_undo
  where job_id = getvariable('batch').job_id
    and table_name = /* @owner */ 'qa_pair' /* @end */ and operation in ('insert', 'mend')
  group by row_key
) as u on u.row_key = (/* @owner_id */ t.id /* @end */)::varchar
left join import_settled_rows as mended on mended.job_id = getvariable('batch').job_id
  and mended.table_name = /* @owner */ 'qa_pair' /* @end */ and mended.mended_row_no = u.row_no
where t._job_id = getvariable('batch').job_id
  and t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
  and t.embedding is null
  and t.embedding_status = 'failed'
