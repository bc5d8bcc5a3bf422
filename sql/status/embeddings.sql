-- How many of the rows an import wrote have an embedding, were refused one, and are still without.
select {
  'rows': count(*),
  'embedded': count(*) filter (where has_one),
  'embedding_failed': count(*) filter (where not has_one and embedding_status = 'failed'),
  'pending': count(*) filter (where not has_one and embedding_status is distinct from 'failed')
}
from (
  select embedding is not null as has_one, embedding_status
  from /* @target */ qa_pair
  where _job_id = $job_id::uuid
)
