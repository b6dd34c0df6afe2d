import type { Database } from './database.ts'

/** "TLAB", in SQLite's header: whose file this is. */
export const applicationId = 0x544c4142

/** Statements that carry a file from one format to the next; the first makes an empty one. */
export type Migrations = readonly string[]

export const migrations: Migrations = [
  `
  CREATE TABLE documents (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE experiments (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL) STRICT;
  CREATE TABLE runs (
    run INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, experiment TEXT NOT NULL, json TEXT NOT NULL,
    coverage TEXT NOT NULL
  ) STRICT;
  CREATE TABLE frame_pieces (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, first INTEGER NOT NULL, frames INTEGER NOT NULL,
    data BLOB NOT NULL, PRIMARY KEY (run, first)
  ) STRICT;
  CREATE TABLE series_blocks (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, series INTEGER NOT NULL, first INTEGER NOT NULL,
    data BLOB NOT NULL, PRIMARY KEY (run, series, first)
  ) STRICT;
  CREATE TABLE keyframes (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, map INTEGER NOT NULL, frame INTEGER NOT NULL,
    packed BLOB NOT NULL, PRIMARY KEY (run, map, frame)
  ) STRICT;
  CREATE TABLE write_blocks (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, map INTEGER NOT NULL, first INTEGER NOT NULL,
    last INTEGER NOT NULL, writes INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (run, map, first)
  ) STRICT;
  CREATE TABLE matrix_blocks (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, matrix INTEGER NOT NULL, first INTEGER NOT NULL,
    columns INTEGER NOT NULL, until_ns BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY (run, matrix, first)
  ) STRICT;
  CREATE TABLE decision_blocks (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, first INTEGER NOT NULL, decisions INTEGER NOT NULL,
    earliest_ns REAL NOT NULL, latest_ns REAL NOT NULL, lowest_page INTEGER NOT NULL,
    highest_page INTEGER NOT NULL, reason_bits INTEGER NOT NULL,
    searched BLOB NOT NULL, rest BLOB NOT NULL, PRIMARY KEY (run, first)
  ) STRICT;
  CREATE TABLE outcome_pieces (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, block INTEGER NOT NULL, piece INTEGER NOT NULL,
    outcomes INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (run, block, piece)
  ) STRICT;
  CREATE TABLE root_changes (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, frame INTEGER NOT NULL, whole INTEGER NOT NULL,
    json TEXT NOT NULL, PRIMARY KEY (run, frame)
  ) STRICT;
  `,
]

export function formatOf(database: Database): number {
  return Number(database.first('PRAGMA user_version')?.['user_version'])
}

export function isOurs(database: Database): boolean {
  return Number(database.first('PRAGMA application_id')?.['application_id']) === applicationId
}

/** Carries a file to the newest format of the list, whole or not at all. */
export function migrate(database: Database, steps: Migrations = migrations): void {
  database.transaction(() => {
    for (let format = formatOf(database); format < steps.length; format++) database.exec(steps[format])
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${steps.length}`)
  })
}

/** What a file is made of, as text: equal for files of one format. Whatever else is in it, nobody asked for. */
export function schemaText(database: Database): string {
  const rows = database.all(
    "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name",
  )
  return rows.map((row) => `${row['type']} ${row['name']} ${row['sql']}`.replace(/\s+/g, ' ')).join('\n')
}
