-- Have rows again as they were read.
update /* @staging */ import_staging_contact_person
set operation = 'insert'
where job_id = $job_id::uuid and operation = 'original'
