import type { ParamInfo } from '../../../shared/documents/part.ts'
import type { ValuesOf } from '../param-values.ts'
import { fromIdle, type Belief, type PolicyHost } from '../policy.ts'
import { createHugeUnits, type HugeUnits } from './huge-units.ts'
import { createSampleCounts, type SampleCounts } from './sample-counts.ts'

/**
 * What HeMem and policies on top of it share: 2 MiB units, placed in the fast tier first, counted by samples, cooled
 * when one gets too hot. Source: HeMem (SOSP 2021) and its published code, rules written anew from their description.
 */
export interface HememCore {
  readonly units: HugeUnits
  readonly counts: SampleCounts
  isHot(unit: number): boolean
  placePage(page: number): number
  adopt(page: number): void
  /** Takes the samples since the last time; cools where a count passed its limit. Called each millisecond. */
  takeSamples(): void
  readonly cools: number
  /** Records taken so far, full size. */
  readonly records: number
  readonly belief: Belief
  set(knobs: SamplingKnobs): void
}

export interface CoreEvents {
  /** A unit has its first page, or is in another tier without the policy's doing. */
  onNew?(unit: number, fast: boolean): void
  onSample?(unit: number): void
  onCooled?(): void
}

export const samplingParams = [
  {
    name: 'loadPeriod', label: 'Loads between samples', about: 'One record for so many loads that miss the caches.', source: 'HeMem’s published code: 10007; the fork that Colloid builds on: 5003', type: 'number', unit: 'accesses', default: 10_007, min: 1, max: 1e9, live: true,
  },
  {
    name: 'storePeriod', label: 'Stores between samples', about: 'One record for so many stores; 0: stores are not sampled.', source: 'HeMem: as for loads', type: 'number', unit: 'accesses', default: 10_007, min: 0, max: 1e9, live: true,
  },
  {
    name: 'hotReads', label: 'Hot by reads', about: 'Sampled reads since cooling from which 2 MiB count as hot.', source: 'HeMem: 8', type: 'integer', unit: 'none', default: 8, min: 1, max: 100, live: true,
  },
  {
    name: 'hotWrites', label: 'Hot by writes', about: 'Sampled writes since cooling from which 2 MiB count as hot; 0: writes do not make it hot.', source: 'HeMem: 4 (in the artifact of its paper the test is switched off)', type: 'integer', unit: 'none', default: 4, min: 0, max: 100, live: true,
  },
  {
    name: 'coolAt', label: 'Cooling', about: 'When a count passes this, every count is halved.', source: 'HeMem: 10; the fork that Colloid builds on: 18', type: 'integer', unit: 'none', default: 10, min: 1, max: 100,
  },
  {
    name: 'sampleNs', label: 'A record', about: 'CPU time to take in one record; paid by a core of the policy’s own.', source: 'assumption', type: 'number', unit: 'ns', default: 100, min: 0, max: 1e6, live: true, advanced: true,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

export type SamplingKnobs = ValuesOf<typeof samplingParams>

export function createHememCore(host: PolicyHost, first: SamplingKnobs, events: CoreEvents): HememCore {
  let knobs = first
  const units = createHugeUnits(host)
  const counts = createSampleCounts(units.count, knobs.coolAt)
  const { reads, writes } = counts
  let cools = 0
  let records = 0

  /** A unit's simulated accesses are those of all 2 MiB units that it stands for, divided by the scale. */
  const periodOf = (full: number) => (full * units.standsFor) / host.scale

  function program(): void {
    host.samples.start({ load: periodOf(knobs.loadPeriod), store: periodOf(knobs.storePeriod) })
  }

  function isHot(unit: number): boolean {
    return reads[unit] >= knobs.hotReads || (knobs.hotWrites > 0 && writes[unit] >= knobs.hotWrites)
  }

  function onSample(page: number, store: boolean): void {
    const unit = units.unitOf(page)
    records++
    counts.note(unit, store)
    events.onSample?.(unit)
    if (reads[unit] <= knobs.coolAt && writes[unit] <= knobs.coolAt) return
    cools++
    counts.cool()
    events.onCooled?.()
  }

  program()
  return {
    units,
    counts,
    isHot,
    placePage(page) {
      const { node, isNew } = units.place(page)
      if (isNew) {
        const unit = units.unitOf(page)
        counts.add(unit, units.isFast(unit))
        events.onNew?.(unit, units.isFast(unit))
      }
      return node
    },
    adopt(page) {
      if (!units.adopt(page)) return
      const unit = units.unitOf(page)
      counts.add(unit, units.isFast(unit))
      events.onNew?.(unit, units.isFast(unit))
    },
    takeSamples() {
      const before = records
      host.samples.drain(onSample)
      host.charge(fromIdle, ((records - before) * units.standsFor * knobs.sampleNs) / host.scale)
    },
    get cools() {
      return cools
    },
    get records() {
      return records * units.standsFor
    },
    belief: {
      about: 'Its 2 MiB have as many sampled reads or writes since the last cooling as make them hot.',
      addHotPages(hotPages, pagesPerBin) {
        for (let page = 0; page < host.pageCount; page++) {
          if (isHot(units.unitOf(page))) hotPages[Math.floor(page / pagesPerBin)]++
        }
      },
    },
    set(changed) {
      const { loadPeriod, storePeriod } = knobs
      knobs = { ...changed, coolAt: knobs.coolAt }
      if (loadPeriod !== knobs.loadPeriod || storePeriod !== knobs.storePeriod) program()
    },
  }
}
