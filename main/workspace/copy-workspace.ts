import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { openDatabase, type Database } from './database.ts'
import { asFileError, isLockedError, locked, unwritable } from './file-errors.ts'

/** Everything in `database` as a file at `target`, which appears whole or stays as it was. */
export function copyWorkspace(database: Database, path: string, target: string): void {
  if (isSameFile(path, target)) throw unwritable(target, 'it is the workspace itself')
  if (isInUse(target)) throw locked(target)
  const folder = dirname(resolve(target))
  const beside = join(folder, `.${basename(target)}.partial-${process.pid}`)
  try {
    dropAbandoned(folder, basename(target))
    rmSync(beside, { force: true })
    database.run('VACUUM INTO ?', beside)
    sync(beside, 'r+')
    // A log left by a crashed owner of the old file would be taken for the new one's.
    for (const tail of ['-wal', '-shm', '-journal']) rmSync(target + tail, { force: true })
    renameSync(beside, target)
  } catch (thrown) {
    rmSync(beside, { force: true })
    throw asFileError(target, thrown)
  }
  if (process.platform !== 'win32') sync(folder, 'r')
}

/** Copies to the same target that were cut short with their program, whose number nobody has any more. */
function dropAbandoned(folder: string, name: string): void {
  const begins = `.${name}.partial-`
  for (const file of readdirSync(folder)) {
    const pid = file.startsWith(begins)
      ? Number(/^(\d+)(-journal)?$/.exec(file.slice(begins.length))?.[1])
      : 0
    if (pid > 0 && pid !== process.pid && !isAlive(pid)) rmSync(join(folder, file), { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Windows flushes only what is open for writing, and no system opens a folder so. */
function sync(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function isSameFile(path: string, target: string): boolean {
  if (path === ':memory:' || !existsSync(path) || !existsSync(target)) return false
  return realpathSync(path) === realpathSync(target)
}

/** Whether somebody has the workspace at `target` open. What is no workspace at all is nobody's. */
function isInUse(target: string): boolean {
  if (!existsSync(target)) return false
  try {
    const other = openDatabase(target)
    try {
      other.exec('BEGIN EXCLUSIVE; ROLLBACK')
    } finally {
      other.close()
    }
    return false
  } catch (thrown) {
    return isLockedError(thrown)
  }
}
