-- What a batch has to embed: rows of a key range that this job wrote and that have no embedding yet; and how long
-- the vectors are that the table has already.
select
  t.id,
  t._entity_key,
  t.embedding_status = 'failed' or t.id::varchar in (
    select record ->> 'id' from import_row_errors
    where job_id = getvariable('batch').job_id and table_name = getvariable('batch').table_name and operation = 'embed'
  ) as refused,
  concat_ws(chr(10), /* @texts */ t.question, t.answer /* @end */) as text,
  (select len(embedding) from /* @target */ qa_pair where embedding is not null limit 1) as dimensions
from /* @target */ qa_pair as t
where t._job_id = getvariable('batch').job_id
  and t.embedding is null
  and t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
