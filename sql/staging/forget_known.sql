update /* @staging */ import_staging_contact_person
set _known_id = null
where job_id = $job_id::uuid and _known_id is not null
