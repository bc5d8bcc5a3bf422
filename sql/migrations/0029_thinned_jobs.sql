-- thinned_at: when what only taking an import back and looking closely at it need was removed; null as long as it is there.
alter table import_jobs add column thinned_at timestamp
