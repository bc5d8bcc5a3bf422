-- Give the first row of every repeated identity what the rows after it add, in file order, so that it stands for
-- all of them. Doing it twice changes nothing.
update /* @staging */ import_staging_contact_person as s
set /* @assignments */ city = f.city /* @end */
from (
  select m.owner, /* @folded */ max(r.city) as city /* @end */
  from (
    select row_no, owner_row_no as owner from import_staging_duplicates
    where job_id = $job_id::uuid and table_name = $table_name::varchar and operation = $operation::varchar
    union
    select owner_row_no, owner_row_no from import_staging_duplicates
    where job_id = $job_id::uuid and table_name = $table_name::varchar and operation = $operation::varchar
  ) as m
  join /* @staging */ import_staging_contact_person as r
    on r.job_id = $job_id::uuid and r.operation = $operation::varchar and r.row_no = m.row_no
  group by m.owner
) as f
where s.job_id = $job_id::uuid and s.operation = $operation::varchar and s.row_no = f.owner
