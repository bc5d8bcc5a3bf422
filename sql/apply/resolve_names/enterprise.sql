-- The names of every enterprise of a key range whose own row or legal names (type 001) this job touched; the number
-- itself where it has none.
with touched as (
  /* @touched */ select _entity_key from enterprise /* @end */
),
best as (
  /* @best */ select null as _entity_key, null as nl, null as fr, null as unknown, null as de, null as en, null as language /* @end */
)
select
  t._entity_key as _entity_key,
  coalesce(b.nl, b.fr, b.unknown, b.de, b.en, t.entity_number) as primary_name,
  b.language as primary_name_language,
  b.nl as primary_name_nl,
  b.fr as primary_name_fr,
  b.de as primary_name_de
from enterprise as t
join touched using (_entity_key)
left join best as b using (_entity_key)
where t._is_current
  and t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
