/**
 * Why a Node like `20.9.0` is none that Sluice runs on, and which are; null where it is one. `engines` are those of
 * package.json: the first version of each line that will do, like `^20.19.0 || ^24.0.0`.
 */
export function refusalOfNode(version: string, engines: { node: string }): string | null
