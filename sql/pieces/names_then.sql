-- The greatest name of then of each language, of one row, and which language goes first: the rule of sql/apply/resolve_names/best.sql.
select
  *,
  case
    when nl is not null then '2' when fr is not null then '1' when unknown is not null then '0'
    when de is not null then '3' when en is not null then '4' end as language
from (
  select
    max(d.denomination) filter (where d.language = '2') as nl,
    max(d.denomination) filter (where d.language = '1') as fr,
    max(d.denomination) filter (where d.language = '0') as unknown,
    max(d.denomination) filter (where d.language = '3') as de,
    max(d.denomination) filter (where d.language = '4') as en
  from denomination as d
  where d._entity_key = t._entity_key
    and d.type_of_denomination = /* @name_type */ '001' /* @end */
    and d._extract_number <= $extract_number::integer
    and (d._deleted_at_extract is null or d._deleted_at_extract > $extract_number::integer)
)
