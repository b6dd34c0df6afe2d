import { applyPatches, enablePatches, type Patch as ImmerPatch } from 'immer'
import type { RootChange } from '../../shared/documents/recorded.ts'

enablePatches()

/** The root after one more change. */
export function nextRoot(root: object, change: RootChange): object {
  return applyPatches(root, change.patches as readonly ImmerPatch[])
}

/** The frame's root, from the changes up to it; they may begin anywhere at a change that replaces the whole. */
export function rootAtFrame(changes: readonly RootChange[], frame: number): object {
  let root: object = {}
  for (const change of changes) {
    if (change.frame > frame) break
    root = nextRoot(root, change)
  }
  return root
}
