import { exerciseManyDrivers } from "./many-drivers.ts"

for (const seed of [2, 3])
  exerciseManyDrivers({
    drivers: 8,
    kills: 20,
    within: 20,
    seed,
    rows: 6000,
    people: 4000,
    batch_size: 50,
    together: true,
  })
