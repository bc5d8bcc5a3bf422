/** Every command and what it does, in the order somebody comes to them. */
export const COMMANDS = {
  serve: "serves the page and the API",
  migrate: "makes the database, or brings it up to date",
  sample: "writes made-up extracts of the register to import",
  import: "imports files, or goes on with an import",
  "catch-up": "imports what is new in a folder, or what feeds have to fetch",
  jobs: "lists imports",
  job: "tells how an import stands",
  mend: "puts rows right that an import could not use",
  rollback: "takes an import back",
  feed: "sets up imports that repeat, and runs them",
  export: "writes rows of a table to a file",
  embed: "tries again what was left without an embedding, or embeds a text",
  diagnose: "finds what is wrong with imports",
  doctor: "finds what is wrong with the settings, the database and the store",
  backup: "copies the database",
  restore: "puts a copy back",
  cleanup: "removes what ended imports have left",
  forget: "removes a person from what is kept of imports",
  key: "makes a key for the API",
  portal: "serves made-up extracts as the KBO portal does",
}

/** What is done with the sources themselves, and so is in the repository only. */
export const OF_REPOSITORY = {
  bench: "measures how fast imports are",
  chaos: "imports under random faults, and compares what comes of it",
  fuzz: "tries out mangled files and requests",
  pictures: "draws the pictures of the documents anew",
}
