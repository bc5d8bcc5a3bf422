-- error: why a job that runs in the background came to nothing while it was prepared, as { code, detail, filename }. Its
-- caller was answered before that was known, and asks for it later. Such a job holds no place.
alter table import_jobs add column error json;
