-- Rows to update where "check, then insert" must not happen twice at once: snapshot isolation alone
-- would let both commit.
create table import_locks (
  name varchar not null,
  version bigint not null
);
insert into import_locks values ('admission', 0), ('split', 0);
