to_json({'_entity_key': t._entity_key})::varchar
