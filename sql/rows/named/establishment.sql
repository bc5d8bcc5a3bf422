-- Rows of a page with the names of then, as establishment_at has them; looked up for these rows alone.
(
  select
    t.* replace (
      coalesce(b.nl, b.fr, b.unknown, b.de, b.en) as commercial_name,
      b.language as commercial_name_language)
  from (/* @page */ select * from establishment /* @end */) as t
  left join lateral (
    /* @names */ select * from names_of_then /* @end */
  ) as b on true
)
