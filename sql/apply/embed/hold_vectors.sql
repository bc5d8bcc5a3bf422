-- The vectors of a batch, for the statements that write them. As text: a variable of many values would be copied value by
-- value wherever a statement is planned.
set variable vectors = $vectors::varchar
