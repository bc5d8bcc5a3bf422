-- Rows of a page with the names of then, as establishment_at has them; looked up for these rows alone.
(
  select
    t.* replace (
      coalesce(b.nl, b.fr, b.unknown, b.de, b.en) as commercial_name,
      b.language as commercial_name_language)
  from (/* @page */ select * from establishment /* @end */) as t
  left join lateral (
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
        and d.type_of_denomination = '003'
        and d._extract_number <= $extract_number::integer
        and (d._deleted_at_extract is null or d._deleted_at_extract > $extract_number::integer)
    )
  ) as b on true
)
