select count(*) as tables from information_schema.tables where table_name = 'schema_migrations' and table_catalog = current_database()
