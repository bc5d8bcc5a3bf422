-- Keep the rows that are about to stand for others as they were read, for a plan by another rule.
insert into /* @staging */ import_staging_contact_person by name
select * replace ('original' as operation)
from /* @staging */ import_staging_contact_person
where job_id = $job_id::uuid and operation = 'insert'
  and row_no in (
    select owner_row_no from import_staging_duplicates
    where job_id = $job_id::uuid and table_name = $table_name::varchar and operation = 'insert')
