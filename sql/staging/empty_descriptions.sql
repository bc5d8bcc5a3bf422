-- New codes that come without what they mean.
select
  'empty_description' as code, 'code' as table_name, 'Description' as header, count(*) as rows,
  coalesce(string_agg(concat(s.category, ' ', s.code, ' ', s.language), ', ' order by s.row_no), '') as found
from import_staging_code as s
where s.job_id = $job_id::uuid and s.description is null
  and not exists (
    select 1 from code as t
    where t.category = s.category and t.code = s.code and t.language = s.language and t.description is not null)
