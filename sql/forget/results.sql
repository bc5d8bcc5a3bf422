-- What a dry run showed holds whole rows.
select job_id, title, 1 as rows from import_jobs as j
where /* @person */ true /* @end */
order by started_at
