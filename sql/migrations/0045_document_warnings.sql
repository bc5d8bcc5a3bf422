-- What of a document could not be read, and where its pieces begin. The lists of a staged row go with its pieces, one each.
alter table document add column warnings json;
alter table document_chunk add column page integer;
alter table document_chunk add column section varchar;
alter table import_staging_document add column warnings json;
alter table import_staging_document add column _pages integer[];
alter table import_staging_document add column _sections varchar[];
