getvariable(/* @name */ 'changes' /* @end */)
