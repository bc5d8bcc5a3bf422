-- Imports that may name a person in what they are called and were asked for, or in what they say. A number among these is none
-- of a person's, which only what reads the JSON can tell.
select job_id, title, options, source, warnings, error
from import_jobs as j
where /* @person */ true /* @end */
order by started_at
