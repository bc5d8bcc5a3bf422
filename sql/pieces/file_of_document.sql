(select filename from document where id = t.document_id)
