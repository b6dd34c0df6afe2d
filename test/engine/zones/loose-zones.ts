import { migratePages } from '../../../main/engine/mechanisms/migrate-pages.ts'
import { staticFirstTouch } from '../../../main/engine/policies/static-first-touch.ts'
import {
  createNodeZones,
  type NodeZones,
  type ZoneWorld,
} from '../../../main/engine/studies/tiering/zones/node-zones.ts'
import { resolveFields } from '../../../shared/documents/param-value.ts'
import type { NodeZoneSettings } from '../../../shared/documents/studies/node-zone-params.ts'
import { planOf } from '../hand-plan.ts'
import { plainMachine } from '../hardware/machines.ts'
import { givenRates } from '../workloads.ts'

export const plainZones: NodeZoneSettings = {
  ...{ zone: 'all', zoneFreeShare: 0.4, zoneTurnover: 2, zoneSlabShare: 0.05, hugeReclaim: false, dropPageNs: 400 },
  ...{ compaction: 'none', compactionRules: 'v6.8' },
} // prettier-ignore

/** Zones under nodes of a machine, without an engine: the test does what a world would. */
export interface LooseZones {
  readonly zones: NodeZones
  readonly world: ZoneWorld
  readonly charged: { readonly payer: number; readonly ns: number }[]
}

export function looseZones(capacityPages: readonly number[], pageCount: number, settings: Partial<NodeZoneSettings>, seed = 1): LooseZones {
  const workload = givenRates([1])
  const plan = planOf({ policy: staticFirstTouch, workload, capacityPages, run: { ...plainZones, ...settings, seed } })
  const nodes = capacityPages.map((pages, n) => ({ idleNs: 100 * (n + 1), asymptoteGBps: 100, steepness: 0.1, capacityBytes: pages * 4096 }))
  const machine = plainMachine(nodes)
  const charged: { payer: number; ns: number }[] = []
  const world: ZoneWorld = {
    plan,
    machine,
    mechanism: migratePages.createMechanism(resolveFields(migratePages.info.params, {}), { pageBytes: 4096, threads: 1 }),
    pageCount,
    freePages: Float64Array.from(capacityPages),
    capacityPages: Float64Array.from(capacityPages),
    migratedBytes: new Float64Array(nodes.length),
    charge: (payer, ns) => void charged.push({ payer, ns }),
    decide: () => undefined,
  }
  return { zones: createNodeZones(world)!, world, charged }
} // prettier-ignore
