-- Of a file whose checksum takes more than one call: how far it is hashed.
alter table import_uploads add column hashed json;
