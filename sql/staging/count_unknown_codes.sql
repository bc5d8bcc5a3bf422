-- Values that neither the code list of this import, nor an earlier one, nor the documentation knows.
-- A category none of them has is not judged.
with known as (
  select category, code from import_staging_code where job_id = $job_id::uuid
  union
  select category, code from code
  union
  select $category::varchar, unnest(from_json($documented::json, '["VARCHAR"]'))
),
used as (
  select /* @category */ 'Status' /* @end */ as category, /* @column */ status as code, count(*) as uses
  from /* @staging */ import_staging_enterprise
  where job_id = $job_id::uuid and operation = 'insert' and /* @column */ status is not null
  group by all
)
select coalesce(sum(uses), 0)::bigint as uses, string_agg(distinct code, ', ' order by code) as codes
from used
where category in (select category from known)
  and (category, code) not in (select category, code from known)
