-- The names of every enterprise of a key range whose own row or legal names (type 001) this job touched:
-- NL, FR, unknown, DE, EN in that order, the greatest text of a language, else the number itself.
with touched as (
  select _entity_key from enterprise
  where _is_current and _job_id = getvariable('batch').job_id
    and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
  union
  select _entity_key from denomination
  where (_job_id = getvariable('batch').job_id or _closed_job_id = getvariable('batch').job_id)
    and type_of_denomination = '001'
    and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
),
best as (
  select
    _entity_key,
    arg_min(denomination, place) as name,
    arg_min(language, place) as language,
    max(denomination) filter (where language = '2') as primary_name_nl,
    max(denomination) filter (where language = '1') as primary_name_fr,
    max(denomination) filter (where language = '3') as primary_name_de
  from (
    select
      d.*,
      {
        'preference': case d.language
          when '2' then 1 when '1' then 2 when '0' then 3 when '3' then 4 when '4' then 5 end,
        'greatest_first': row_number() over (partition by d._entity_key order by d.denomination desc)
      } as place
    from denomination as d
    where d._is_current and d.language in ('0', '1', '2', '3', '4') and d.type_of_denomination = '001'
      and d._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
      and d._entity_key in (select _entity_key from touched)
  )
  group by _entity_key
)
select
  t._entity_key as _entity_key,
  coalesce(b.name, t.entity_number) as primary_name,
  b.language as primary_name_language,
  b.primary_name_nl,
  b.primary_name_fr,
  b.primary_name_de
from enterprise as t
join touched using (_entity_key)
left join best as b using (_entity_key)
where t._is_current
  and t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
