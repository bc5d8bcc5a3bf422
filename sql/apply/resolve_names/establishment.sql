-- The commercial name (type 003) of every establishment of a key range that this job touched, by the same
-- order of languages as an enterprise's.
with touched as (
  select _entity_key from establishment
  where _is_current and _job_id = getvariable('batch').job_id
    and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
  union
  select _entity_key from denomination
  where (_job_id = getvariable('batch').job_id or _closed_job_id = getvariable('batch').job_id)
    and type_of_denomination = '003'
    and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
),
best as (
  select
    _entity_key,
    arg_min(denomination, place) as name,
    arg_min(language, place) as language
  from (
    select
      d.*,
      {
        'preference': case d.language
          when '2' then 1 when '1' then 2 when '0' then 3 when '3' then 4 when '4' then 5 end,
        'greatest_first': row_number() over (partition by d._entity_key order by d.denomination desc)
      } as place
    from denomination as d
    where d._is_current and d.language in ('0', '1', '2', '3', '4') and d.type_of_denomination = '003'
      and d._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
      and d._entity_key in (select _entity_key from touched)
  )
  group by _entity_key
)
select
  t._entity_key as _entity_key,
  b.name as commercial_name,
  b.language as commercial_name_language
from establishment as t
join touched using (_entity_key)
left join best as b using (_entity_key)
where t._is_current
  and t._entity_key between getvariable('batch').key_from and getvariable('batch').key_to
