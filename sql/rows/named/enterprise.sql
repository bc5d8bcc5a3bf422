-- Rows of a page with the names of then, as enterprise_at has them; looked up for these rows alone.
(
  select
    t.* replace (
      coalesce(b.nl, b.fr, b.unknown, b.de, b.en, t.entity_number) as primary_name,
      b.language as primary_name_language,
      b.nl as primary_name_nl,
      b.fr as primary_name_fr,
      b.de as primary_name_de)
  from (/* @page */ select * from enterprise /* @end */) as t
  left join lateral (
    /* @names */ select * from names_of_then /* @end */
  ) as b on true
)
