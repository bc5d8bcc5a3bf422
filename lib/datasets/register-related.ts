import type { Related } from "./declaration.ts"

/** What is said of an enterprise, establishment or branch by its number. */
const saidOf = (value: string): Related[] => [
  { name: "denominations", table: "denomination", column: "entity_number", value },
  { name: "addresses", table: "address", column: "entity_number", value },
  { name: "activities", table: "activity", column: "entity_number", value },
  { name: "contacts", table: "contact", column: "entity_number", value },
]

const enterpriseOf = (value: string): Related => {
  return { name: "enterprise", table: "enterprise", column: "entity_number", value }
}

/** Of whom something is said: the number tells which of the three it is, and the other two have no such row. */
const OWNERS: Related[] = [
  enterpriseOf("entity_number"),
  { name: "establishment", table: "establishment", column: "entity_number", value: "entity_number" },
  { name: "branch", table: "branch", column: "id", value: "entity_number" },
]

/** What belongs together in the register, by the table of a row. */
export const REGISTER_RELATED: Readonly<Record<string, readonly Related[]>> = {
  enterprise: [
    ...saidOf("entity_number"),
    { name: "establishments", table: "establishment", column: "enterprise_number", value: "entity_number" },
    { name: "branches", table: "branch", column: "enterprise_number", value: "entity_number" },
  ],
  establishment: [enterpriseOf("enterprise_number"), ...saidOf("entity_number")],
  branch: [enterpriseOf("enterprise_number"), ...saidOf("id")],
  denomination: OWNERS,
  address: OWNERS,
  activity: OWNERS,
  contact: OWNERS,
}
