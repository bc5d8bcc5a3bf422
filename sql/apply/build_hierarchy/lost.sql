-- Pages whose parent is gone, and all that is below them. Where another import of the project ran beside this one or
-- after it, every page: what this one gave back was its place before that import, and may be another one now.
with recursive lost as (
  select t.id
  from taxonomy_node as t
  where t.project_id = getvariable('batch').project_id
    and t.parent_id is not null
    and not exists (select 1 from taxonomy_node as above where above.id = t.parent_id)
  union all
  select below.id from lost join taxonomy_node as below on below.parent_id = lost.id
)
select * from (/* @names */ select id, parent_id, depth from taxonomy_node /* @end */)
where id in (select id from lost)
  or exists (/* @beside */ select job_id from import_jobs /* @end */)
