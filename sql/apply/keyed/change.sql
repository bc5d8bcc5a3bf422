update /* @target */ contact_person as t
set
  /* @assignments */ city = s.city, /* @end */
  updated_at = getvariable('batch').started_at,
  _job_id = getvariable('batch').job_id
from
  /* @rows */ import_staging_contact_person /* @end */ as s,
  /* @found */ (select 1 as row_no, null::uuid as id, true as changed) /* @end */ as m
where m.row_no = s.row_no and m.changed and t.id = m.id
