-- Values that neither the code list of this import, nor an earlier one, nor the documentation knows. A category none of
-- them has is not judged.
with known as (
  select category, code from import_staging_code where job_id = $job_id::uuid
  union
  select category, code from code
  union
  select unnest(from_json($documented::json, '[{"category":"VARCHAR","code":"VARCHAR"}]'), recursive := true)
),
used as (
  /* @uses */ select 'enterprise' as table_name, 'Status' as header, 'Status' as category, 'AC' as code, 1 as uses /* @end */
)
select
  'unknown_code_value' as code, table_name, header, sum(uses)::bigint as rows,
  string_agg(distinct code, ', ' order by code) as found
from used
where category in (select category from known)
  and (category, code) not in (select category, code from known)
group by table_name, header
