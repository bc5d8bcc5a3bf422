-- Imports by which things are without a current row, and those that said so before.
select
  j.job_id::varchar as job_id,
  j.warnings::varchar as warnings,
  coalesce(l.things, 0) as things,
  coalesce(l.first_numbers, []) as first_numbers
from import_jobs as j
left join (
  select job_id, count(*) as things, min(number, 3) as first_numbers
  from (/* @lost */ select null::uuid as job_id, '' as number where $dataset::varchar is null /* @end */)
  group by job_id
) as l using (job_id)
where j.dataset = $dataset::varchar
  and (l.job_id is not null or contains(j.warnings::varchar, '"lost_current_row"'))
