// Plain JavaScript that any Node can read.

/** @type {import("./node-version.d.mts").refusalOfNode} */
export function refusalOfNode(version, engines) {
  const [major, minor] = version.split(".").map(Number)
  const lines = engines.node.split("||").map((range) => range.match(/\d+/g).map(Number))
  if (lines.some(([line, first]) => line === major && first <= minor)) return null
  const named = lines.map(([line, first]) => (first === 0 ? line : `${line} (${line}.${first} or later)`))
  const last = named.pop()
  return `Sluice needs Node ${named.join(", ")} or ${last}; this is ${version}.`
}
