-- In one column of one table.
update /* @table */ import_audit
set /* @column */ detail = /* @without */ detail /* @end */
where /* @person */ true /* @end */
