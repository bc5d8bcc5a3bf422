-- Give the first row of every repeated identity what the rows after it add, in file order, so that it stands for
-- all of them. Doing it twice changes nothing.
update /* @staging */ import_staging_contact_person as s
set /* @assignments */ city = f.city /* @end */
from (
  select coalesce(d.owner_row_no, r.row_no) as owner, /* @folded */ max(r.city) as city /* @end */
  from /* @staging */ import_staging_contact_person as r
  left join import_staging_duplicates as d
    on d.job_id = r.job_id and d.table_name = $table_name::varchar and d.operation = 'insert' and d.row_no = r.row_no
  where r.job_id = $job_id::uuid and r.operation = 'insert'
    and (d.row_no is not null or r.row_no in (
      select owner_row_no from import_staging_duplicates
      where job_id = $job_id::uuid and table_name = $table_name::varchar and operation = 'insert'))
  group by owner
) as f
where s.job_id = $job_id::uuid and s.operation = 'insert' and s.row_no = f.owner
