import { DatabaseSync, type StatementSync } from 'node:sqlite'

export type SqlValue = string | number | null | Uint8Array
export type Row = Readonly<Record<string, SqlValue>>

/** The little of SQLite that the workspace uses. The one file that knows `node:sqlite`. */
export interface Database {
  exec(sql: string): void
  /** All rows of a statement; statements are prepared once and kept. */
  all(sql: string, ...values: SqlValue[]): Row[]
  first(sql: string, ...values: SqlValue[]): Row | undefined
  run(sql: string, ...values: SqlValue[]): void
  /** Everything that `work` writes, or nothing of it. Transactions do not nest. */
  transaction<T>(work: () => T): T
  close(): void
}

/** Opens the database at `path`, making it where there is none. Waits for nobody. */
export function openDatabase(path: string): Database {
  const connection = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true })
  const statements = new Map<string, StatementSync>()

  function prepared(sql: string): StatementSync {
    let statement = statements.get(sql)
    if (statement === undefined) statements.set(sql, (statement = connection.prepare(sql)))
    return statement
  }

  return {
    exec: (sql) => connection.exec(sql),
    all: (sql, ...values) => prepared(sql).all(...values) as Row[],
    first: (sql, ...values) => prepared(sql).get(...values) as Row | undefined,
    run: (sql, ...values) => void prepared(sql).run(...values),
    transaction(work) {
      connection.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        connection.exec('COMMIT')
        return result
      } catch (thrown) {
        if (connection.isTransaction) connection.exec('ROLLBACK')
        throw thrown
      }
    },
    close() {
      statements.clear()
      connection.close()
    },
  }
}

export interface SqliteError extends Error {
  readonly errcode: number
}

export function isSqliteError(thrown: unknown): thrown is SqliteError {
  return thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number'
}
