update import_jobs as j
set result = json_merge_patch(result, '{"changes": null, "documents": null, "skipped_documents": null}')
where /* @person */ true /* @end */
