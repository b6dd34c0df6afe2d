import type { PolicyHost } from '../policy.ts'

/** The node that is run as a cache, and how many pages it can ever hold. */
export function cacheFrames(host: PolicyHost): { fastNode: number; frames: number } {
  const fastNode = host.tiers[0][0]
  return { fastNode, frames: Math.min(host.nodes[fastNode].capacityPages, host.pageCount) }
}

/** A cache's books begin with the first access; checkSetup lets nobody contradict them. */
export function neverAdopts(): never {
  throw new Error('bug: a cache was asked to adopt a page')
}
