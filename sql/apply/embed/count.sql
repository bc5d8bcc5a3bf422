-- Counted after the rows were written: of those asked for, the ones that have their embedding now.
set variable counts = (
  select map {
    'rows_read': count(*),
    'updated': count(*) filter (where t.embedding is not null),
    'unchanged': count(*) filter (where t.embedding is null)
  }
  from (select v.* from (select unnest(getvariable('vectors')) as v)) as n
  left join /* @target */ qa_pair as t on t.id = n.id
)
