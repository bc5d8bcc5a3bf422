-- Rows whose parent_url would make a page its own ancestor, beside what the project has already. Following the
-- parents twice as far in every round, all that is left after twenty is on a circle.
with recursive staged as (
  select
    url,
    case when $rule::varchar = 'update' then last(parent_url order by row_no) filter (parent_url is not null)
      else first(parent_url order by row_no) end as parent_url,
    case when $rule::varchar = 'update' then last(row_no order by row_no) filter (parent_url is not null)
      else first(row_no order by row_no) end as row_no,
    min(row_no) as first_row
  from /* @staging */ import_staging_taxonomy_node
  where job_id = $job_id::uuid and operation = 'insert'
  group by url
),
pages as materialized (
  select
    coalesce(s.url, t.url) as url,
    case when t.url is null then s.parent_url when $rule::varchar = 'update' then coalesce(s.parent_url, t.parent_url)
      else t.parent_url end as parent_url,
    case when s.parent_url is not null and (t.url is null or $rule::varchar = 'update') then s.row_no end as row_no,
    s.first_row
  from staged as s
  full join (
    select url, parent_url from taxonomy_node
    where project_id = (
      select any_value(project_id) from /* @staging */ import_staging_taxonomy_node where job_id = $job_id::uuid)
  ) as t on t.url = s.url
  -- Where nobody names a parent there is no circle, and nothing to look for.
  where exists (select 1 from staged where parent_url is not null)
    or exists (
      select 1 from taxonomy_node
      where parent_url is not null and project_id in (
        select project_id from /* @staging */ import_staging_taxonomy_node where job_id = $job_id::uuid))
),
parents as materialized (
  /* @parents */ select url, parent_url as parent from pages /* @end */
),
walk as (
  select url, parent as reached, 0 as round from parents where parent is not null
  union all
  select one.url, other.reached, one.round + 1
  from walk as one
  join walk as other on other.url = one.reached
  where one.round < 20
),
circle as (
  select p.* from pages as p where p.url in (select reached from walk where round = 20)
)
select
  coalesce(row_no, first_row) as row_no,
  'parent_url' as column_name,
  parent_url as value,
  'parent_cycle' as code,
  'parent_url makes a circle: following it, the page would be above itself.' as message
from circle
where row_no is not null
  or (first_row is not null and not exists (select 1 from circle as other where other.row_no is not null))
