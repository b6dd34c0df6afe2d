import { giB } from '../../../shared/units/sizes.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { createSequence, createStream, fillPermutation } from '../../../shared/base/random.ts'
import { generatedAccesses, mostAsked, oneGroup } from '../agents/generated.ts'
import { threadGroupParams } from '../agents/thread-group.ts'
import { pagesOf, workingSetParam } from '../agents/access-fill.ts'
import { valuesOf } from '../param-values.ts'
import type { AccessSource, RateSource, Workload, WorkloadPart } from '../workload.ts'

const params = [
  workingSetParam(72),
  {
    name: 'hotGiB', label: 'Hot set', about: 'How much of the working set is hot at any moment.', source: 'free choice; GUPS of HeMem: 16 GiB, of Colloid: 20 GiB',
    type: 'number', unit: 'GiB', default: 12, min: 1e-6, max: 65_536,
  },
  {
    name: 'hotShare', label: 'Accesses to it', about: 'Share of accesses that go to the hot set, uniformly; the rest goes uniformly to the cold part.', source: 'GUPS of HeMem and Colloid: 90 %',
    type: 'number', unit: 'share', default: 0.9, min: 0, max: 1,
  },
  {
    name: 'driftGiBPerMin', label: 'Drift', about: 'How fast the hot set moves on: so much turns cold and as much turns hot, every minute, in steps of a chunk.', source: 'free choice; prototype: 0, 1 and 4',
    type: 'number', unit: 'GiBPerMin', default: 0, min: 0, max: 65_536,
  },
  {
    name: 'order', label: 'Hot chunks lie', about: 'side by side (a band that moves through the addresses) or scattered at random.', source: 'free choice', type: 'choice', default: 'scattered',
    choices: [{ value: 'scattered', title: 'scattered at random' }, { value: 'contiguous', title: 'side by side' }],
  },
  {
    name: 'chunkMiB', label: 'Chunk', about: 'The hot set consists of whole chunks of this size.', source: 'prototype: 2 MiB, the size of a huge page',
    type: 'number', unit: 'MiB', default: 2, min: 0.001, max: 65_536, advanced: true,
  },
  ...threadGroupParams,
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'hot-set',
  family: 'workload',
  title: 'Moving hot set',
  about: 'A hot set that takes most accesses and may drift through memory with time.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: ['a hot set of whole chunks that drifts at a constant rate: the oldest chunk turns cold as a new one turns hot'],
    approximates: ['the drift in steps of one chunk'],
    leavesOut: ['caches: an access is a cache miss', 'bursts: accesses are independent'],
  },
  sources: ['GUPS with a hot set, as in HeMem (SOSP’21) and Colloid (SOSP’24)'],
} // prettier-ignore

export const hotSet: WorkloadPart = {
  info,
  createWorkload(values, host): Workload {
    const { workingSetGiB, hotGiB, hotShare, driftGiBPerMin, order, chunkMiB, ...group } = valuesOf(
      params,
      values,
    )
    const pageCount = pagesOf(workingSetGiB, host)
    const pagesPerChunk = Math.min(pageCount, pagesOf(chunkMiB / 1024, host))
    const chunks = Math.floor(pageCount / pagesPerChunk)
    const hotChunks = Math.min(chunks, Math.max(1, Math.round((hotGiB / workingSetGiB) * chunks)))
    const chunkAt = new Uint32Array(chunks)
    if (order === 'scattered') fillPermutation(createStream(host.seed, 'hot-set.order'), chunkAt)
    else for (let i = 0; i < chunks; i++) chunkAt[i] = i

    const hotPages = hotChunks * pagesPerChunk
    const coldPages = pageCount - hotPages
    const hotWeight = coldPages === 0 ? 1 / pageCount : hotShare / hotPages
    const coldWeight = coldPages === 0 ? 0 : (1 - hotShare) / coldPages
    const fullChunkGiB = (pagesPerChunk * host.pageBytes * host.scale) / giB
    const stepNs =
      driftGiBPerMin > 0 && hotChunks < chunks ? (60e9 * fullChunkGiB) / driftGiBPerMin : Infinity

    /** The hot set after `steps` is chunks `steps … steps + hotChunks − 1` of the ring. */
    const stepsAt = (nowNs: number) => (stepNs === Infinity ? 0 : Math.floor(nowNs / stepNs))

    function createRates(): RateSource {
      let steps = 0
      function setChunk(
        place: number,
        weight: number,
        setWeight: (page: number, weight: number) => void,
      ): void {
        const first = chunkAt[place % chunks] * pagesPerChunk
        for (let page = first; page < first + pagesPerChunk; page++) setWeight(page, weight)
      }
      return {
        fillWeights(weights) {
          weights.fill(coldWeight)
          for (let i = 0; i < hotChunks; i++)
            setChunk(i, hotWeight, (page, weight) => (weights[page] = weight))
        },
        nextChangeNs: () => (stepNs === Infinity ? Infinity : (steps + 1) * stepNs),
        change(setWeight) {
          setChunk(steps, coldWeight, setWeight)
          setChunk(steps + hotChunks, hotWeight, setWeight)
          steps++
        },
      }
    }

    function createAccesses(groupNumber: number): AccessSource {
      const draws = createSequence(createStream(host.seed, 'hot-set.draws'), groupNumber)
      const bits = new Uint32Array(mostAsked * 2)
      const hotBelow = (coldPages === 0 ? 1 : hotShare) * 4294967296
      const tailPages = pageCount - chunks * pagesPerChunk
      return generatedAccesses('hot-set', host, groupNumber, group.storeShare, (pages, count, nowNs) => {
        const firstHot = stepsAt(nowNs)
        draws.fill(bits, count * 2)
        for (let i = 0; i < count; i++) {
          const uniform = bits[2 * i + 1] / 4294967296
          if (bits[2 * i] < hotBelow) {
            const at = Math.floor(uniform * hotPages)
            const place = (firstHot + Math.floor(at / pagesPerChunk)) % chunks
            pages[i] = chunkAt[place] * pagesPerChunk + (at % pagesPerChunk)
          } else {
            const at = Math.floor(uniform * coldPages)
            if (at < tailPages) {
              pages[i] = chunks * pagesPerChunk + at
              continue
            }
            const place = (firstHot + hotChunks + Math.floor((at - tailPages) / pagesPerChunk)) % chunks
            pages[i] = chunkAt[place] * pagesPerChunk + ((at - tailPages) % pagesPerChunk)
          }
        }
      })
    }

    return oneGroup(group, { pageCount, createRates, createAccesses })
  },
}
