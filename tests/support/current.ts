/** What is open at the moment, under one name: tests get it before it is, and keep it when another takes its place. */
export function whicheverIsOpen<T extends object>(current: () => T): T {
  return new Proxy({} as T, {
    get: (_, name) => Reflect.get(current(), name),
    ownKeys: () => Reflect.ownKeys(current()),
    getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(current(), name),
  })
}

/** Environment variables, or what tells them once the hooks before have run. */
export type Environment = Record<string, string> | (() => Record<string, string>)

export const environmentOf = (environment: Environment) =>
  typeof environment === "function" ? environment() : environment
