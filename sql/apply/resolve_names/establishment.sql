-- The commercial name (type 003) of every establishment of a key range that this job touched, by the same
-- order of languages as an enterprise's.
with touched as (
  /* @touched */ select _entity_key from establishment /* @end */
),
named as (
  select
    _entity_key,
    max(denomination) filter (where language = '2') as nl,
    max(denomination) filter (where language = '1') as fr,
    max(denomination) filter (where language = '0') as unknown,
    max(denomination) filter (where language = '3') as de,
    max(denomination) filter (where language = '4') as en
  from denomination
  where _is_current and type_of_denomination = '003'
    and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
    and _entity_key in (select _entity_key from touched)
  group by _entity_key
),
best as (
  select
    *,
    case
      when nl is not null then '2' when fr is not null then '1' when unknown is not null then '0'
      when de is not null then '3' when en is not null then '4' end as language
  from named
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
