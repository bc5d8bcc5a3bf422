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
),
others as (
  select other.job_id
  from import_jobs as own
  join import_jobs as other
    on other.dataset = own.dataset and other.project_id is not distinct from own.project_id
    and other.job_id <> own.job_id and not other.dry_run and other.status <> 'rolled_back'
    and coalesce(other.finished_at, other.updated_at) > own.started_at
  where own.job_id = getvariable('batch').job_id
)
select * from (/* @names */ select id, parent_id, depth from taxonomy_node /* @end */)
where id in (select id from lost) or exists (select 1 from others)
