import { exerciseManyDrivers } from "./many-drivers.ts"

// eight-drivers.long.test.ts has eight of them, for longer.
exerciseManyDrivers({
  drivers: 3,
  kills: 2,
  within: 20,
  seed: 1,
  rows: 100,
  people: 240,
  batch_size: 100,
  together: false,
})
