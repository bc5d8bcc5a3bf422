-- Files that were sent by themselves, or are being sent in parts, before an import names them: whose they are, where their
-- parts go together, and what their content is once they are complete. What is not kept goes with the import it was sent for.
create table import_uploads (
  upload_id uuid not null,
  filename varchar not null,
  original_name varchar not null,
  bytes bigint not null,
  part_bytes bigint not null,
  token varchar not null,
  uploader varchar not null,
  kept boolean not null,
  created_at timestamp not null,
  completed_at timestamp,
  content_hash varchar
);
