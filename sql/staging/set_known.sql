-- Keep whom a row without the first identity turned out to be: it does not say so itself once others have changed.
update /* @staging */ import_staging_contact_person as s
set _known_id = found.known_id
from import_staging_resolved as found
where s.job_id = $job_id::uuid and s.operation = 'insert' and s.row_no = found.row_no
  and found.job_id = $job_id::uuid and found.known_id is not null
