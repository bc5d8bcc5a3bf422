-- Only where the text is still the one that was asked about: its vector, or that it is refused.
update /* @target */ qa_pair as t
set /* @assignments */ embedding = n.embedding /* @end */
from (
  select v.*
  from (
    select unnest(from_json(
      held.vectors,
      '[{"id":"UUID","_entity_key":"BIGINT","digest":"VARCHAR","embedding":["FLOAT"],"embedding_status":"VARCHAR"}]')) as v
    -- Out of a row, so that it is not worked out while the statement is planned.
    from (select getvariable('vectors') as vectors from range(1)) as held
  )
) as n
where t.id = n.id
  and t._job_id = getvariable('batch').job_id
  and t.embedding is null
  and md5(concat_ws(chr(10), /* @texts */ t.question, t.answer /* @end */)) = n.digest
