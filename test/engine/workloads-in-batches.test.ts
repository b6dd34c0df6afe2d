import { expect, it } from 'vitest'
import { resolveFields } from '../../shared/documents/param-value.ts'
import { gupsColloid } from '../../main/engine/workloads/gups-colloid.ts'
import { gupsHemem } from '../../main/engine/workloads/gups-hemem.ts'
import { hotSet } from '../../main/engine/workloads/hot-set.ts'
import { mix } from '../../main/engine/workloads/mix.ts'
import { phases } from '../../main/engine/workloads/phases.ts'
import { sweep } from '../../main/engine/workloads/sweep.ts'
import { zipf } from '../../main/engine/workloads/zipf.ts'

const group = { threads: 4, linesPerThread: 4, thinkNs: 0, storeShare: 0.4 }
const stretch = { from: 0, to: 1, skew: 0.9, hotPart: 0.1, hotShare: 0.8 }
const size = { workingSetGiB: 0.5 }

it.each([
  [zipf, { ...size, ...group, skew: 0.9, order: 'scattered' }],
  [zipf, { ...group, workingSetGiB: 0.1, skew: 0.9, order: 'ascending' }],
  [hotSet, { ...size, ...group, hotGiB: 0.1, hotShare: 0.8, driftGiBPerMin: 0, order: 'scattered', chunkMiB: 2 }],
  [sweep, { ...size, ...group, accessesPerPage: 5 }],
  ...(['uniform', 'zipf', 'hot'] as const).map((pattern) => [phases, { ...size, ...group, phases: [{ startSec: 0, ...stretch, pattern }] }] as const),
  [mix, { ...size, groups: [{ id: 'a', title: 'A', processor: 0, ...group, ...stretch, pattern: 'hot' }] }],
  [gupsHemem, resolveFields(gupsHemem.info.params, { workingSetGiB: 0.5, hotGiB: 0.1 })],
  [gupsColloid, resolveFields(gupsColloid.info.params, { workingSetGiB: 0.5, hotGiB: 0.1 })],
] as const)('[Z9] the accesses of a workload do not depend on the batches in which they are asked for', (part, values) => {
  const draw = (batches: readonly number[]) => {
    const workload = part.createWorkload(values, { seed: 3, pageBytes: 4096, scale: 1 })
    const source = workload.createAccesses!(0)
    return batches.flatMap((count) => {
      const pages = new Uint32Array(count)
      const writes = new Uint8Array(count)
      expect(source.fill(pages, writes, count, 0)).toBe(count)
      return Array.from(pages, (page, i) => 2 * page + writes[i])
    })
  }
  const whole = draw([6000])
  expect(draw([1, 2, 997, 4000, 1000])).toEqual(whole)
  expect(new Set(whole).size).toBeGreaterThan(1000)
}) // prettier-ignore
