-- What is no longer staged. Of files no batch was planned for there is no other record.
delete from import_job_files where job_id = $job_id::uuid and unplanned is not true
