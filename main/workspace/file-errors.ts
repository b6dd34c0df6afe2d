import { quote } from '../../shared/base/text.ts'
import { LabError } from '../../shared/contract/errors.ts'
import { isSqliteError } from './database.ts'

/** SQLite's primary result codes that say something about the file. */
const meaning: Readonly<Record<number, 'locked' | 'damaged' | 'unwritable' | 'full'>> = {
  3: 'unwritable',
  5: 'locked',
  6: 'locked',
  8: 'unwritable',
  10: 'unwritable',
  11: 'damaged',
  13: 'full',
  14: 'unwritable',
  26: 'damaged',
}

/** Does `work` on the workspace at `path`; what goes wrong with the file is told as a LabError. */
export function onFile<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    throw asFileError(path, thrown)
  }
}

export function asFileError(path: string, thrown: unknown): unknown {
  if (!isSqliteError(thrown)) return isSystemError(thrown) ? unwritable(path, thrown.message) : thrown
  switch (meaning[thrown.errcode & 0xff]) {
    case 'locked':
      return locked(path)
    case 'damaged':
      return refused(path, 'is not a Tierlab workspace, or is damaged')
    case 'full':
      return new LabError('file-unwritable', `no room to write ${quote(path)}`, 'free some space on its disk')
    case 'unwritable':
      return unwritable(path, thrown.message)
    default:
      return thrown
  }
}

export function isLockedError(thrown: unknown): boolean {
  return isSqliteError(thrown) && meaning[thrown.errcode & 0xff] === 'locked'
}

export function locked(path: string): LabError {
  const wayOut = 'close it there first, or open a copy of the file'
  return new LabError('file-locked', `another program has ${quote(path)} open`, wayOut)
}

export function refused(path: string, fact: string): LabError {
  return new LabError(
    'file-refused',
    `${quote(path)} ${fact}`,
    'open a file that Tierlab saved, ending in .tierlab',
  )
}

export function unwritable(path: string, why: string): LabError {
  return new LabError(
    'file-unwritable',
    `${quote(path)} cannot be written (${why})`,
    'save it in another folder',
  )
}

function isSystemError(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && 'syscall' in thrown
}
