select len(embedding) as dimensions from /* @target */ qa_pair where embedding is not null limit 1
