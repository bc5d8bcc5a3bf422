select total_blocks, free_blocks, block_size from pragma_database_size()
