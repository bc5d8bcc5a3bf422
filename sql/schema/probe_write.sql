-- Find out whether the database can be written to; whoever runs it takes it back.
create table sluice_probe as select 1 as one
