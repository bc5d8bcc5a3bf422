-- As questions have it: pending, embedded, or failed where the text was refused.
alter table document_chunk add column embedding_status varchar default 'pending';
update document_chunk set embedding_status = 'embedded' where embedding is not null;
