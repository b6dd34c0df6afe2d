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
