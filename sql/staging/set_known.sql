-- Keep whom a row turned out to be, for rows whose own identity does not say so once others have changed.
update /* @staging */ import_staging_contact_person as s
set _known_id = found.known_id
from import_staging_resolved as found
where found.job_id = $job_id::uuid and found.known_id is not null
  and s.job_id = $job_id::uuid and s.operation = $operation::varchar and s.row_no = found.row_no
