-- Jobs made from this version on know their file by the SHA-256 over the SHA-256s of its parts of 8 MB.
comment on column import_jobs.content_hash is 'SHA-256 over the SHA-256s of 8 MB parts; of the whole where schema_version < 25'
