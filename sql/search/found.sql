-- The rows of a table that say something like what is asked, the best first: by how alike their vectors and that of the question
-- are, and by the words they share with it, from the beginning of each, of which rare ones say more. Of a row in pieces its best
-- piece counts.
with texts as materialized (
  select
    t.id,
    /* @owner */ t.id /* @end */ as owner,
    ' ' || regexp_replace(strip_accents(lower(concat_ws(' ', /* @text */ t.question, t.answer /* @end */))), '[^\p{L}\p{N}]+', ' ', 'g') as folded,
    case when len(t.embedding) = len($vector::float[]) then list_cosine_similarity(t.embedding, $vector::float[]) end as likeness
  from /* @target */ qa_pair as t
),
asked as (
  select distinct strip_accents(lower(word)) as word from unnest(from_json($words::varchar, '["VARCHAR"]')) as u(word)
),
shared as materialized (
  select texts.id, asked.word from texts join asked on contains(texts.folded, ' ' || asked.word)
),
weights as (
  select asked.word, ln(1 + (select count(*) from texts) / greatest(1, count(shared.id))) as weight
  from asked left join shared on shared.word = asked.word
  group by asked.word
),
worth as (
  select shared.id, sum(weights.weight) / (select sum(weight) from weights) as words
  from shared join weights on weights.word = shared.word
  group by shared.id
),
best as (
  select texts.id, texts.owner, texts.likeness, coalesce(worth.words, 0) as words,
    coalesce(worth.words, 0) + greatest(0, coalesce(texts.likeness, 0)) as score
  from texts left join worth on worth.id = texts.id
  where worth.words > 0 or texts.likeness > $least::double
  qualify row_number() over (partition by texts.owner order by score desc, texts.id) = 1
  order by score desc, texts.id
  limit $limit::integer
)
select
  to_json(/* @row */ {'id': o.id} /* @end */) as row,
  /* @piece */ null::json /* @end */ as piece,
  best.likeness,
  best.words
from best
join /* @target */ qa_pair as t on t.id = best.id
join /* @of */ qa_pair as o on o.id = best.owner
order by best.score desc, best.id
