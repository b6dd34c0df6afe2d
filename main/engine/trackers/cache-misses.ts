import type { PolicyHost } from '../policy.ts'

/** The misses of a stretch of accesses, as columns. Its owner sees to the room. */
export interface CacheMisses {
  /** Place of the access in its batch. */
  readonly at: Uint32Array
  /** The page that makes room; `nobody` while there are free frames. */
  readonly victim: Uint32Array
  /** Second number of the eviction's reason. */
  readonly detail: Uint32Array
}

export const nobody = 0xffffffff

/** The most accesses that a cache policy is asked to serve at once. */
export const cacheBlockAccesses = 4096

export function createCacheMisses(room: number): CacheMisses {
  return { at: new Uint32Array(room), victim: new Uint32Array(room), detail: new Uint32Array(room) }
}

/** The node that is run as a cache, and how many pages it can ever hold. */
export function cacheFrames(host: PolicyHost): { fastNode: number; frames: number } {
  const fastNode = host.tiers[0][0]
  return { fastNode, frames: Math.min(host.nodes[fastNode].capacityPages, host.pageCount) }
}

/** A cache's books begin with the first access; checkSetup lets nobody contradict them. */
export function neverAdopts(): never {
  throw new Error('bug: a cache was asked to adopt a page')
}
