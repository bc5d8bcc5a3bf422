-- The greatest current name of each language, per touched entity of a key range, and which language goes first:
-- NL, FR, unknown, DE, EN.
select
  *,
  case
    when nl is not null then '2' when fr is not null then '1' when unknown is not null then '0'
    when de is not null then '3' when en is not null then '4' end as language
from (
  select
    _entity_key,
    max(denomination) filter (where language = '2') as nl,
    max(denomination) filter (where language = '1') as fr,
    max(denomination) filter (where language = '0') as unknown,
    max(denomination) filter (where language = '3') as de,
    max(denomination) filter (where language = '4') as en
  from denomination
  where _is_current and type_of_denomination = /* @name_type */ '001' /* @end */
    and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
    and _entity_key in (/* @touched */ select _entity_key from enterprise /* @end */)
  group by _entity_key
)
