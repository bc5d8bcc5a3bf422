/**
 * The function files of api/ and how long a call to each may take, in seconds; the platform ends it then. A plan of the
 * platform has twelve at the most.
 */
export const FUNCTIONS = { prepare: 90, work: 30, status: 5, stream: 30, cron: 30, rest: 30 } as const
export type FunctionName = keyof typeof FUNCTIONS
