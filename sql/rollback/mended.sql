-- The rounds in which rows were mended, the last first: where their rows begin and end among the staged ones.
select table_name, min(row_from) as row_from, max(row_to) as row_to
from import_job_batches
where job_id = $job_id::uuid and operation = 'mend'
group by table_name, phase
order by phase desc
