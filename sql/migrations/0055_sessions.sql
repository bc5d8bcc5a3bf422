-- Who is signed in, by the hash of what the cookie names, so that signing out and a key that is gone end it at once.
-- last_seen_at is written at most every few minutes.
create table sessions (
  id_hash varchar not null,
  key_name varchar not null,
  fingerprint varchar not null,
  made_at timestamp not null,
  ends_at timestamp not null,
  last_seen_at timestamp not null
);
