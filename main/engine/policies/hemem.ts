import { miB } from '../../../shared/units/sizes.ts'
import { reasonCode } from '../../../shared/documents/decision.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { createHememCore, samplingParams } from '../hemem/hemem-core.ts'
import { hememColumns, hememTracks } from '../hemem/hemem-columns.ts'
import { createHotLists } from '../hemem/hot-lists.ts'
import { valuesOf } from '../param-values.ts'
import { createState } from '../policy-state.ts'
import type { Policy, PolicyPart, Why } from '../policy.ts'

const params = [
  ...samplingParams,
  {
    name: 'roundMs', label: 'Round', about: 'How often the migration thread looks at its lists.', source: 'HeMem: 10 ms', type: 'integer', unit: 'ms', default: 10, min: 1, max: 60_000, live: true,
  },
  {
    name: 'roundMiB', label: 'Moved in a round, at most', about: 'Upper bound of what one round moves, up and down together.', source: 'HeMem’s published code: 10 GB', type: 'number', unit: 'MiB', default: 10_240, min: 2, max: 1e9, live: true, advanced: true,
  },
  {
    name: 'copyGBps', label: 'Copy speed', about: 'Of its copy threads or DMA channels together; what a round cannot copy in its time waits for the next.', source: 'assumption: four threads of 4.1 GB/s each', type: 'number', unit: 'GBps', default: 16.4, min: 0.01, max: 1000, live: true,
  },
  {
    name: 'coolBatch', label: 'Cooled in a round', about: 'Units of the hot lists that are looked at in a round after a cooling.', source: 'HeMem’s published code: 8192', type: 'integer', unit: 'none', default: 8192, min: 1, max: 1e9, advanced: true, live: true,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'hemem',
  family: 'policy',
  title: 'HeMem',
  about: 'Samples loads and stores (PEBS), calls 2 MiB hot above a fixed count, and swaps hot slow memory against cold fast memory every 10 ms, in the background.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: [
      'samples of loads and stores at a period, thresholds for reads and writes, cooling when one count passes its limit',
      'hot and cold lists of each tier, first in, first out; a round stops where no cold page is left in the fast tier',
      'migration by a thread of its own, with its traffic and a speed that it cannot pass',
    ],
    approximates: [
      'a round’s requests take effect as samples come, up to 10 ms early',
      'every tier but the fastest is one slow tier, filled in order',
      'the application’s memory is all managed; the small allocations that HeMem leaves to the kernel are none',
    ],
    leavesOut: [
      'writers that wait for a page under copy (it is write-protected)',
      'what a PEBS record costs the sampled thread, and records lost where the buffer overflows',
      'limits for several processes',
    ],
  },
  sources: ['A. Raybuck et al., HeMem, SOSP 2021, and its published code (constants)'],
} // prettier-ignore

export const hemem: PolicyPart = {
  info,
  createPolicy(values, host): Policy {
    let knobs = valuesOf(params, values)
    const why: Why = { reason: 0, a: 0, b: 0, c: 0 }
    const hot = reasonCode('sampled-hot')
    const victim = reasonCode('sampled-cold-victim')
    const noVictim = reasonCode('no-cold-victim')
    const core = createHememCore(host, knobs, {
      onNew(unit, fast) {
        lists.remove(unit)
        lists.push(unit, fast, isHot(unit))
      },
      onSample: regard,
      onCooled() {
        coolLeft[0] = lists.size(true, true)
        coolLeft[1] = lists.size(false, true)
      },
    })
    const { units, counts, isHot } = core
    const lists = createHotLists(units.count)
    const coolLeft = [0, 0]
    const credit = { bytes: 0 }
    let nextRoundNs = host.nowNs() + knobs.roundMs * 1e6

    /** Sorts a unit into the hot or cold list of its tier. */
    function regard(unit: number): void {
      if (isHot(unit) === lists.onHot(unit)) return
      lists.remove(unit)
      lists.push(unit, units.isFast(unit), isHot(unit))
    }

    function move(unit: number, toFast: boolean, reason: number): boolean {
      why.reason = reason
      why.a = counts.reads[unit]
      why.b = counts.writes[unit]
      why.c = 0
      if (!units.move(unit, toFast, why)) return false
      credit.bytes -= units.fullBytes
      counts.setTier(unit, toFast)
      return true
    }

    /** Puts a cold fast unit down; false where there is none, or no room below. */
    function makeRoom(): boolean {
      const unit = lists.take(true, false)
      if (unit < 0) return false
      const moved = move(unit, false, victim)
      lists.push(unit, !moved, false)
      return moved
    }

    /** Takes hot slow units up, the longest waiting first. */
    function promote(): void {
      while (credit.bytes > 0) {
        const unit = lists.take(false, true)
        if (unit < 0) return
        if (!isHot(unit)) {
          lists.push(unit, false, false)
        } else if (units.hasRoom(true) || makeRoom()) {
          const moved = move(unit, true, hot)
          lists.push(unit, moved, true)
        } else {
          lists.push(unit, false, true)
          refuse(unit)
          return
        }
      }
    }

    function refuse(unit: number): void {
      why.reason = noVictim
      why.a = counts.countOf(unit)
      why.b = lists.size(false, true) * units.standsFor
      why.c = 0
      host.turnDown(units.firstPage(unit), host.tiers[0][0], why, 0)
    }

    /** Units that cooled go from hot to cold lists, so many in a round, in the order of the list. */
    function coolLists(): void {
      for (const tier of [0, 1]) {
        const looked = Math.min(coolLeft[tier], knobs.coolBatch)
        coolLeft[tier] -= looked
        for (let i = 0; i < looked; i++) {
          const unit = lists.take(tier === 0, true)
          if (unit < 0) break
          lists.push(unit, tier === 0, isHot(unit))
        }
      }
    }

    function round(): void {
      const perRound = Math.min(knobs.roundMiB * miB, knobs.copyGBps * knobs.roundMs * 1e6)
      credit.bytes = Math.min(credit.bytes, 0) + perRound
      if (host.tiers.length > 1) promote()
      coolLists()
    }

    return {
      placePage: core.placePage,
      adopt: core.adopt,
      tick() {
        core.takeSamples()
        if (host.nowNs() < nextRoundNs) return
        nextRoundNs += knobs.roundMs * 1e6
        round()
      },
      belief: core.belief,
      set(changed) {
        knobs = { ...knobs, ...valuesOf(params, changed) }
        core.set(knobs)
      },
      columns: hememColumns,
      tracks: hememTracks,
      fillRow(row, at) {
        const bytes = (fast: boolean, isHotList: boolean) => lists.size(fast, isHotList) * units.fullBytes
        row[at] = bytes(true, true)
        row[at + 1] = bytes(true, false)
        row[at + 2] = bytes(false, true)
        row[at + 3] = core.records
      },
      state: createState(() => ({
        coolings: core.cools,
        'hot, fast': { value: lists.size(true, true) * units.fullBytes, unit: 'bytes' },
        'cold, fast': { value: lists.size(true, false) * units.fullBytes, unit: 'bytes' },
        'hot, slow': { value: lists.size(false, true) * units.fullBytes, unit: 'bytes' },
      })),
    }
  },
}
