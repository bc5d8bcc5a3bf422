import { contacts } from "../../lib/datasets/contacts.ts"
import type { Material } from "./material.ts"
import { recordsMaterial } from "./records-material.ts"

/** Contacts of which many are known already, to be merged. */
export function contactsMaterial(rows: number): Material {
  return recordsMaterial(contacts, {
    rows,
    options: { batch_size: 50, duplicates: "merge" },
    row: (n, version) => ({
      // Every fifth is known by the phone alone.
      email: n % 5 === 0 ? "" : `Person${n}@Example.com`,
      phone: n % 5 === 0 || n % 7 === 0 ? `+32 470 ${String(100_000 + n)}` : "",
      first_name: n % 2 === 0 || version > 1 ? `Voornaam ${n}` : "",
      city: version > 1 ? `Gent ${version}` : "",
      tags: version > 1 ? `customer;version ${version}` : "customer",
      notes: `Note ${version} of ${n}`,
    }),
    bad: { email: "nobody", first_name: "No address" },
  })
}
