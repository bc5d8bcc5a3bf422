-- What a dry run would change in one table, for the statement that answers it for all: so it takes one round trip, and one table at
-- a time is held in memory.
set variable /* @name */ changes /* @end */ = (
  select to_json(found)::varchar from (/* @changes */ select 0 as new /* @end */) as found
)
