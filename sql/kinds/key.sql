replace(/* @column */ EntityNumber, '.', '')::bigint
