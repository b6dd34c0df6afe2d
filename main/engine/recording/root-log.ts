import type { Patch, RootChange } from '../../../shared/documents/recorded.ts'

/** Keeps the frames at which the root changed, as patches against the one before. */
export interface RootLog {
  endFrame(frame: number, root: object): void
  drain(): RootChange[]
}

export function createRootLog(): RootLog {
  let previous: object | undefined
  let changes: RootChange[] = []
  return {
    endFrame(frame, root) {
      if (root === previous) return
      const patches: Patch[] = []
      if (previous === undefined) patches.push({ op: 'replace', path: [], value: root })
      else addPatches(previous, root, [], patches)
      previous = root
      if (patches.length > 0) changes.push({ frame, patches })
    },
    drain() {
      const drained = changes
      changes = []
      return drained
    },
  }
}

type Path = readonly (string | number)[]
type Plain = Readonly<Record<string, unknown>>

/** Two branches at one place; `absent` where there was none. */
interface Difference {
  readonly path: Path
  readonly before: unknown
  readonly after: unknown
}

const absent = Symbol('absent')

/**
 * What turns `before` into `after`, in the form of Immer's patches. Both are immutable and share what did not change,
 * so equal branches cost one comparison. A stack instead of recursion: V8 would put it into itself many times over,
 * and compile longer than all roots of a run take.
 */
export function addPatches(before: unknown, after: unknown, path: Path, patches: Patch[]): void {
  const pending: Difference[] = [{ path, before, after }]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { path, before, after } = next
    if (Object.is(before, after)) continue
    if (Array.isArray(before) && Array.isArray(after)) pushEntries(before, after, path, pending)
    else if (isPlain(before) && isPlain(after)) {
      addRemovals(before, after, path, patches)
      pushFields(before, after, path, pending)
    } else patches.push({ op: before === absent ? 'add' : 'replace', path, value: after })
  }
}

/** Last first, for the stack gives them back the other way round. */
function pushEntries(
  before: readonly unknown[],
  after: readonly unknown[],
  path: Path,
  pending: Difference[],
): void {
  if (after.length < before.length)
    pending.push({ path: [...path, 'length'], before: before.length, after: after.length })
  for (let i = after.length - 1; i >= 0; i--) {
    if (i < before.length && Object.is(before[i], after[i])) continue
    pending.push({ path: [...path, i], before: i < before.length ? before[i] : absent, after: after[i] })
  }
}

function pushFields(before: Plain, after: Plain, path: Path, pending: Difference[]): void {
  const keys = Object.keys(after)
  for (let k = keys.length - 1; k >= 0; k--) {
    const key = keys[k]
    const had = Object.hasOwn(before, key)
    if (had && Object.is(before[key], after[key])) continue
    pending.push({ path: [...path, key], before: had ? before[key] : absent, after: after[key] })
  }
}

function addRemovals(before: Plain, after: Plain, path: Path, patches: Patch[]): void {
  for (const key of Object.keys(before))
    if (!Object.hasOwn(after, key)) patches.push({ op: 'remove', path: [...path, key] })
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
