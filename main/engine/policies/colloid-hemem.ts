import { miB } from '../../../shared/units/sizes.ts'
import { reasonCode } from '../../../shared/documents/decision.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { colloidColumns, colloidTracks } from '../colloid/colloid-columns.ts'
import { createShareBracket } from '../colloid/share-bracket.ts'
import { createTierLatencies } from '../colloid/tier-latencies.ts'
import { createHememCore, samplingParams } from '../hemem/hemem-core.ts'
import { withDefaults } from '../param-values.ts'
import { valuesOf } from '../param-values.ts'
import { createState } from '../policy-state.ts'
import type { Policy, PolicyPart, Why } from '../policy.ts'

const params = [
  ...withDefaults(samplingParams, { loadPeriod: 5003, storePeriod: 0, hotWrites: 0, coolAt: 18 }),
  {
    name: 'roundMs', label: 'Round', about: 'How often latencies are compared and pages moved.', source: 'Colloid’s published code: 10 ms', type: 'integer', unit: 'ms', default: 10, min: 1, max: 60_000, live: true,
  },
  {
    name: 'tolerance', label: 'Equal within', about: 'Latencies that differ by less than this share of the fast tier’s are equal: nothing moves.', source: 'Colloid’s published code: 0.05', type: 'number', unit: 'share', default: 0.05, min: 0, max: 1, live: true,
  },
  {
    name: 'narrowest', label: 'Narrowest bracket', about: 'When the two watermarks come closer than this, one of them is opened again.', source: 'Colloid’s published code: 0.01', type: 'number', unit: 'share', default: 0.01, min: 0.0001, max: 1, live: true, advanced: true,
  },
  {
    name: 'smoothing', label: 'Smoothing', about: 'Weight of the newest measurement in the running means of occupancy and inserts.', source: 'Colloid’s published code: 1/16', type: 'number', unit: 'share', default: 0.0625, min: 0.0001, max: 1, live: true, advanced: true,
  },
  {
    name: 'roundMiB', label: 'Moved in a round, at most', about: 'Upper bound of what one round moves; the wished shift, times the traffic, is the other.', source: 'Colloid’s published code: 50 units of 2 MiB', type: 'number', unit: 'MiB', default: 100, min: 2, max: 1e6, live: true,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'colloid-hemem',
  family: 'policy',
  title: 'Colloid on HeMem',
  about: 'Balances the loaded latencies of the tiers instead of filling the fast one: hot memory goes down when the fast tier answers later than the slow one, up when sooner.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: [
      'latency of each tier as occupancy over inserts, smoothed, with everybody’s requests in it',
      'the two watermarks of p, the wished shift, and the limit of a round by shift and traffic',
      'choice by sampled access probability, hottest first, each move or swap within the shift that is left',
    ],
    approximates: [
      'counters without noise',
      'sampling, counting and cooling as in HeMem, with a count halved everywhere at once',
      'every tier but the fastest is one slow tier, filled in order',
    ],
    leavesOut: ['writers that wait for a page under copy', 'what a PEBS record costs the sampled thread'],
  },
  sources: ['M. Vuppalapati, R. Agarwal, Colloid, SOSP 2024, and its published code (constants)', 'HeMem, SOSP 2021'],
} // prettier-ignore

export const colloidHemem: PolicyPart = {
  info,
  createPolicy(values, host): Policy {
    let knobs = valuesOf(params, values)
    const core = createHememCore(host, knobs, {})
    const { units, counts } = core
    const latencies = createTierLatencies(host, () => knobs.smoothing)
    const bracket = createShareBracket({
      tolerance: () => knobs.tolerance,
      narrowest: () => knobs.narrowest,
    })
    const why: Why = { reason: 0, a: 0, b: 0, c: 0 }
    const up = reasonCode('latency-balance-up')
    const down = reasonCode('latency-balance-down')
    const madeRoom = reasonCode('latency-balance-room')
    let nextRoundNs = host.nowNs() + knobs.roundMs * 1e6

    function move(unit: number, toFast: boolean, reason: number): boolean {
      why.reason = reason
      why.a = counts.countOf(unit) / counts.total
      why.b = latencies.fastNs
      why.c = latencies.slowNs
      if (!units.move(unit, toFast, why)) return false
      counts.setTier(unit, toFast)
      return true
    }

    /** The least sampled unit of a tier, -1 where it is empty. `from`: no need to look at smaller counts. */
    function coldest(fast: boolean, from: number): number {
      for (let count = from; count <= counts.largest; count++) {
        const unit = counts.first(fast, count)
        if (unit >= 0) return unit
      }
      return -1
    }

    /**
     * Moves units, the most sampled first, whose access probability (less that of the unit which makes room) fits into
     * what is left of the shift, up to the limit.
     */
    function shiftRequests(toFast: boolean, shift: number, limitBytes: number): void {
      let leftShare = shift
      let leftBytes = limitBytes
      let coldFrom = 0
      for (let count = counts.largest; count > 0; count--) {
        let unit = counts.first(!toFast, count)
        while (unit >= 0) {
          const next = counts.next(unit)
          const roomy = units.hasRoom(toFast)
          const victim = roomy ? -1 : coldest(toFast, coldFrom)
          if (!roomy && victim < 0) return
          if (victim >= 0) coldFrom = counts.countOf(victim)
          const gained = (count - (victim >= 0 ? coldFrom : 0)) / counts.total
          const bytes = victim >= 0 ? 2 * units.fullBytes : units.fullBytes
          if (gained <= 0 || leftBytes < bytes) return
          if (gained > leftShare) break
          if (victim >= 0 && !move(victim, !toFast, madeRoom)) return
          if (!move(unit, toFast, toFast ? up : down)) return
          leftShare -= gained
          leftBytes -= bytes
          unit = next
        }
      }
    }

    function round(): void {
      latencies.measure()
      const { fastShare, fastNs, slowNs } = latencies
      const shift = bracket.shift(fastShare, fastNs, slowNs)
      if (shift === 0 || counts.total === 0) return
      const lines = (latencies.linesPerSec * host.scale * knobs.roundMs) / 1000
      shiftRequests(fastNs < slowNs, shift, Math.min(knobs.roundMiB * miB, shift * lines * 64))
    }

    return {
      placePage: core.placePage,
      adopt: core.adopt,
      tick() {
        core.takeSamples()
        if (host.nowNs() < nextRoundNs) return
        nextRoundNs += knobs.roundMs * 1e6
        if (host.tiers.length > 1) round()
      },
      belief: core.belief,
      set(changed) {
        knobs = { ...knobs, ...valuesOf(params, changed) }
        core.set(knobs)
      },
      columns: colloidColumns,
      tracks: colloidTracks,
      fillRow(row, at) {
        row[at] = latencies.fastNs
        row[at + 1] = latencies.slowNs
        row[at + 2] = latencies.fastShare
        row[at + 3] = bracket.low
        row[at + 4] = bracket.high
      },
      state: createState(() => ({
        coolings: core.cools,
        samples: core.records,
        'lower watermark': { value: bracket.low, unit: 'share' },
        'upper watermark': { value: bracket.high, unit: 'share' },
      })),
    }
  },
}
