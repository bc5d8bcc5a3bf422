-- How far the mail about an import is: due, sending, sent or failed; null when there is none. What it is about,
-- since when it is so, and how often it was tried: a process may die with a mail in its hands.
alter table import_jobs add column mail_status varchar;
alter table import_jobs add column mail_about varchar;
alter table import_jobs add column mail_at timestamp;
alter table import_jobs add column mail_attempts integer;
