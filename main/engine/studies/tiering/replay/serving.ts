import type { CacheRules } from '../../../policy.ts'
import { tiersOf } from '../../../hardware/tiers.ts'
import type { World } from '../world.ts'
import { createAccessLoop } from './access-loop.ts'
import type { Batch } from './batch.ts'
import { createCacheLoop } from './cache-loop.ts'
import { createGroupLoop } from './group-loop.ts'
import { createWeightedCacheLoop, createWeightedLoop } from './weighted-loops.ts'

export interface ServingNeeds {
  readonly world: World
  readonly batch: Batch
  readonly cache: CacheRules | undefined
  /** Accesses by node, those of samples as what they stand for; with several groups at places of each group. */
  readonly served: Uint32Array | Float64Array
  readonly sampledTouches: Float64Array
  readonly touchedFrom: readonly (Uint32Array | undefined)[]
  onTrap(page: number, group?: number): number
}

/** The loop for this source and this policy; it is told how many accesses came before the batch. */
export function createServing(needs: ServingNeeds): (accessesBefore: number) => void {
  const { world, batch, cache, served, sampledTouches, touchedFrom, onTrap } = needs
  const { table, machine } = world
  const { weights, groups } = batch
  const fastNode = tiersOf(machine)[0][0]
  if (weights && served instanceof Float64Array) {
    const serveSamples = createWeightedLoop(table, sampledTouches, served, onTrap)
    if (!cache) return () => serveSamples(batch.pages, batch.writes, weights, batch.length)
    const serveCached = createWeightedCacheLoop(cache, world, sampledTouches, served)
    return (before) => void (served[fastNode] += serveCached(batch.pages, weights, batch.length, before))
  }
  if (!(served instanceof Uint32Array)) throw new Error('bug: no weights')
  if (groups) {
    if (cache) throw new Error('bug: checkSetup refuses caches of several groups')
    const serveGroups = createGroupLoop(table, served, touchedFrom, onTrap)
    return () => serveGroups(batch.pages, batch.writes, groups, batch.length)
  }
  if (cache) {
    const serveCached = createCacheLoop(cache, world, served)
    return (before) => void (served[fastNode] += serveCached(batch.pages, batch.length, before))
  }
  const serveAccesses = createAccessLoop(table, served, machine.nodes.length, onTrap)
  return () => serveAccesses(batch.pages, batch.writes, 0, batch.length)
}
