-- Of an import that ended long ago they are only counted.
delete from import_row_error_counts where job_id = $job_id::uuid and operation = 'embed'
