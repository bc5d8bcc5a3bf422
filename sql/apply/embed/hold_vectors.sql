-- The vectors of a batch, for the statements that write them.
set variable vectors = from_json(
  $vectors::json,
  '[{"id":"UUID","_entity_key":"BIGINT","digest":"VARCHAR","embedding":["FLOAT"],"embedding_status":"VARCHAR"}]')
