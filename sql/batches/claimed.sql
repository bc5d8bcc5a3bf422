select getvariable('batch') as batch
