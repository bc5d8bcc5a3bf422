-- Which runs of so many rows of a file have one that was staged, by their place.
select distinct (row_no - 1) // $size::bigint as place
from /* @staging */ import_staging_activity
where job_id = $job_id::uuid and operation = $operation::varchar
order by place
