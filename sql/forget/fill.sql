-- Freed blocks keep what they held until something else is written there.
create or replace table import_filling as select uuid() as filling from range($rows::bigint)
