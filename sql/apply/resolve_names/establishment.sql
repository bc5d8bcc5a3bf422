-- The commercial name (type 003) of every establishment of a key range that this job touched.
with touched as (
  /* @touched */ select _entity_key from establishment /* @end */
),
best as (
  /* @best */ select null as _entity_key, null as nl, null as fr, null as unknown, null as de, null as en, null as language /* @end */
)
select
  t._entity_key as _entity_key,
  coalesce(b.nl, b.fr, b.unknown, b.de, b.en) as commercial_name,
  b.language as commercial_name_language
from establishment as t
join touched using (_entity_key)
left join best as b using (_entity_key)
where t._is_current
  and t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
