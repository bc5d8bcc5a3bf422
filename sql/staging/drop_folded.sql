-- Remove the rows that stand for others, of which there is what was read as well.
delete from /* @staging */ import_staging_contact_person
where job_id = $job_id::uuid and operation = 'insert'
  and row_no in (
    select row_no from /* @staging */ import_staging_contact_person
    where job_id = $job_id::uuid and operation = 'original')
