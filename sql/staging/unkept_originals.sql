-- Rows that stand for others and of which nobody has kept what was read: they were folded by an earlier release.
select count(distinct owner_row_no) as rows
from import_staging_duplicates as d
where d.job_id = $job_id::uuid and d.table_name = $table_name::varchar and d.operation = 'insert'
  and not exists (
    select 1 from /* @staging */ import_staging_contact_person as s
    where s.job_id = $job_id::uuid and s.operation = 'original' and s.row_no = d.owner_row_no)
