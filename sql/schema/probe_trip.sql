-- Go to the database and back, for nothing but the way.
select 1 as one
