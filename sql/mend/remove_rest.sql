delete from import_row_error_counts where job_id = $job_id::uuid and operation in ('insert', 'delete')
