update /* @target */ code as t
set /* @assignments */ description = s.description, /* @end */ _job_id = getvariable('batch').job_id
from /* @rows */ import_staging_code /* @end */ as s
where (/* @same_identity */ s.code = t.code /* @end */)
  and not (/* @same */ s.description is not distinct from t.description /* @end */)
