select _entity_key from /* @rows */ import_staging_activity /* @end */
