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

/**
 * What turns `before` into `after`, in the form of Immer's patches. Both are immutable and share what did not change,
 * so equal branches cost one comparison.
 */
export function addPatches(before: unknown, after: unknown, path: Path, patches: Patch[]): void {
  if (Object.is(before, after)) return
  if (Array.isArray(before) && Array.isArray(after)) addArrayPatches(before, after, path, patches)
  else if (isPlain(before) && isPlain(after)) addObjectPatches(before, after, path, patches)
  else patches.push({ op: 'replace', path, value: after })
}

function addArrayPatches(before: unknown[], after: unknown[], path: Path, patches: Patch[]): void {
  const shared = Math.min(before.length, after.length)
  for (let i = 0; i < shared; i++) addPatches(before[i], after[i], [...path, i], patches)
  for (let i = shared; i < after.length; i++) patches.push({ op: 'add', path: [...path, i], value: after[i] })
  if (after.length < before.length)
    patches.push({ op: 'replace', path: [...path, 'length'], value: after.length })
}

type Plain = Readonly<Record<string, unknown>>

function addObjectPatches(before: Plain, after: Plain, path: Path, patches: Patch[]): void {
  for (const key of Object.keys(before))
    if (!Object.hasOwn(after, key)) patches.push({ op: 'remove', path: [...path, key] })
  for (const key of Object.keys(after)) {
    if (Object.hasOwn(before, key)) addPatches(before[key], after[key], [...path, key], patches)
    else patches.push({ op: 'add', path: [...path, key], value: after[key] })
  }
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
