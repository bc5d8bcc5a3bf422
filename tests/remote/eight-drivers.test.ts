import { exerciseManyDrivers } from "./many-drivers.ts"

// eight-drivers.long.test.ts has eight of them, for longer.
exerciseManyDrivers({
  drivers: 3,
  kills: 1,
  within: 20,
  seed: 1,
  rows: 60,
  people: 120,
  batch_size: 100,
  together: false,
})
