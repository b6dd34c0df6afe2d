import { existsSync, rmSync, statSync } from 'node:fs'
import { quote } from '../../shared/base/text.ts'
import { LabError } from '../../shared/contract/errors.ts'
import { copyWorkspace } from './copy-workspace.ts'
import { createStore } from './create-store.ts'
import { openDatabase, type Database } from './database.ts'
import { asFileError, refused, unwritable } from './file-errors.ts'
import { formatOf, isOurs, migrate, migrations, schemaText } from './schema.ts'
import type { OpenStore } from './store.ts'

export const openStore: OpenStore = (path, mode) => {
  const inMemory = path === ':memory:'
  const isNew = inMemory || mode === 'create'
  if (!isNew && !existsSync(path))
    throw new LabError(
      'file-missing',
      `${quote(path)} is not there`,
      'check the path, or make a new workspace',
    )
  if (!isNew && statSync(path).isDirectory()) throw refused(path, 'is a folder')
  if (!inMemory && isNew) {
    if (existsSync(path)) throw unwritable(path, 'it exists already')
    for (const tail of ['-wal', '-shm', '-journal']) rmSync(path + tail, { force: true })
  }
  // A log of a crashed owner holds what the file lacks, so only a file without one can be judged by its length.
  const hasLog = ['-wal', '-journal'].some((tail) => existsSync(path + tail))
  let database: Database | undefined
  try {
    database = openDatabase(path)
    if (!inMemory) lock(database)
    if (!isNew) prepare(database, path, hasLog)
    keepJournal(database)
    if (isNew) migrate(database)
    return createStore(database, path)
  } catch (thrown) {
    database?.close()
    throw asFileError(path, thrown)
  }
}

/**
 * The lock belongs to this connection until it closes, and the system frees it when the process dies. It must be
 * taken before the file is first read, and this process must not open and close the file by other means: POSIX would
 * drop the lock with the first descriptor closed.
 */
function lock(database: Database): void {
  database.exec('PRAGMA locking_mode = EXCLUSIVE')
}

/** Refuses what is not ours before anything of it is changed; then carries an older format to the newest. */
function prepare(database: Database, path: string, hasLog: boolean): void {
  if (!isOurs(database)) throw refused(path, 'is not a Tierlab workspace')
  if (!hasLog && isCutShort(database, path)) throw refused(path, 'is cut short')
  const format = formatOf(database)
  if (format > migrations.length) {
    const fact = `${quote(path)} has format ${format}, and this version knows formats up to ${migrations.length}`
    throw new LabError('file-newer', fact, 'open it with a newer version of Tierlab')
  }
  if (format < migrations.length) {
    copyWorkspace(database, path, `${path}.format-${format}`)
    migrate(database)
  }
  if (schemaText(database) !== newestSchema())
    throw refused(path, 'has tables that no version of Tierlab makes')
}

/** SQLite notices whole pages that are missing, but takes a last one that is cut for a page of zeros. */
function isCutShort(database: Database, path: string): boolean {
  const pragma = (name: string) => Number(database.first(`PRAGMA ${name}`)?.[name])
  return statSync(path).size < pragma('page_count') * pragma('page_size')
}

function newestSchema(): string {
  const empty = openDatabase(':memory:')
  migrate(empty)
  const text = schemaText(empty)
  empty.close()
  return text
}

/**
 * Under the exclusive lock a write-ahead log needs no shared memory; where the file system allows none all the same,
 * SQLite stays with its rollback journal, which is then synced in full.
 */
function keepJournal(database: Database): void {
  database.exec('BEGIN EXCLUSIVE; COMMIT; PRAGMA trusted_schema = OFF')
  const mode = database.first('PRAGMA journal_mode = WAL')?.['journal_mode']
  database.exec(`PRAGMA synchronous = ${mode === 'wal' ? 'NORMAL' : 'FULL'}`)
}
