-- What a batch has to embed: rows of a key range that this job wrote and that have no embedding yet.
select t.id, concat_ws(chr(10), /* @texts */ t.question, t.answer /* @end */) as text
from /* @target */ qa_pair as t
where t._job_id = getvariable('batch').job_id
  and t.embedding is null
  and t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
