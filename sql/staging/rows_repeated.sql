select 'repeated' as fact, operation || ' ' || table_name as name, count(*) as rows
from import_staging_duplicates
where job_id = $job_id::uuid
group by all
