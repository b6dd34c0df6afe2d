import { createSequence, createStream } from '../../../shared/base/random.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { valuesOf } from '../param-values.ts'
import type { ZonePart } from '../studies/compaction/parts.ts'
import { FREE, MOVABLE, PINNED, SLAB, UNMOVABLE } from '../frames/frame-kinds.ts'
import { createZone } from '../frames/zone.ts'
import { percent, zoneFidelity, zoneParams } from '../studies/compaction/zone/zone-params.ts'

const params = [
  {
    name: 'frames', label: 'Frames', about: 'Size of the zone: 262144 frames of 4 KiB are 1 GiB, 16777216 are 64 GiB.',
    source: 'free choice', type: 'integer', unit: 'frames', default: 262_144, min: 1, max: (1 << 26),
    rangeReason: '2^26 frames are 256 GiB',
  },
  { name: 'freeShare', label: 'Free', about: 'Share of the frames that are free.', source: 'free choice', type: 'number', unit: 'share', default: 0.3, min: 0, max: 1 },
  { name: 'unmovableShare', label: 'Unmovable', about: 'Share of the frames that cannot be moved. With the free ones at most 100 %.', source: 'free choice', type: 'number', unit: 'share', default: 0.05, min: 0, max: 1 },
  {
    name: 'unmovableKind', label: 'Unmovable frames are', about: 'What the frames that cannot be moved hold.', source: 'free choice', type: 'choice', default: 'slab',
    choices: [{ value: 'slab', title: 'slab' }, { value: 'pinned', title: 'pinned for DMA' }, { value: 'other', title: 'other unmovable' }],
  },
  {
    name: 'placement', label: 'Placement', about: 'Where the unmovable frames lie: anywhere, or together in some of the pageblocks, as grouping by mobility would have it.',
    source: 'free choice', type: 'choice', default: 'scattered', choices: [{ value: 'scattered', title: 'scattered' }, { value: 'clustered', title: 'clustered' }],
  },
  {
    name: 'clusterShare', label: 'Pageblocks with unmovable', about: 'Share of the pageblocks that hold all the unmovable frames; at least their share of the frames.', source: 'free choice', type: 'number', unit: 'share', default: 0.2, min: 0.0001, max: 1,
    when: { name: 'placement', is: ['clustered'] },
  },
  ...zoneParams,
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'random-mix',
  family: 'zone',
  title: 'A random mixture',
  about: 'Free, movable and unmovable frames in given shares, drawn frame by frame.',
  engines: ['steps'],
  params,
  fidelity: zoneFidelity({
    models: ['shares of the kinds of frames, and whether unmovable frames lie scattered or together'],
    approximates: ['frames are drawn independently, which is the worst case of fragmentation: real allocators keep larger blocks'],
    leavesOut: ['how the mixture came about', 'blocks of several frames'],
  }),
  sources: ['free choice; the cost law of two scanners on such mixtures is exact: moved = N f (1 − f − u) / (1 − u)'],
} // prettier-ignore

const kinds = { slab: SLAB, pinned: PINNED, other: UNMOVABLE }
const chunk = 65_536

export const randomMix: ZonePart = {
  info,
  measure(values) {
    const { frames, freeShare, unmovableShare } = valuesOf(params, values)
    if (freeShare + unmovableShare <= 1) return { frames }
    const fact = `free and unmovable frames together are ${percent(freeShare + unmovableShare)} of the zone`
    return { field: 'freeShare', fact, wayOut: 'give them at most 100 % together' }
  },
  createZone(values, shape, seed) {
    const settings = valuesOf(params, values)
    const { frames, freeShare, unmovableShare } = settings
    const kind = new Uint8Array(frames)
    const unmovable = kinds[settings.unmovableKind as keyof typeof kinds]
    const holders = holdersOf(settings, shape.pageblockFrames, seed)
    const most = 0xffffffff
    const freeLimit = unmovableShare < 1 ? Math.min(1, freeShare / (1 - unmovableShare)) * most : 0
    const draws = new Uint32Array(2 * chunk)
    const sequence = createSequence(createStream(seed, 'zone mixture'), 0)
    for (let start = 0; start < frames; start += chunk) {
      sequence.fill(draws, 2 * chunk)
      const until = Math.min(frames, start + chunk)
      for (let frame = start; frame < until; frame++) {
        const at = 2 * (frame - start)
        const share = holders.shares[Math.floor(frame / shape.pageblockFrames)]
        kind[frame] = draws[at] < share * most ? unmovable : draws[at + 1] < freeLimit ? FREE : MOVABLE
      }
    }
    return createZone(shape, kind)
  },
}

/** The share of unmovable frames in each pageblock. */
function holdersOf(
  { frames, placement, unmovableShare, clusterShare }: { frames: number; placement: string; unmovableShare: number; clusterShare: number },
  pageblockFrames: number,
  seed: number,
): { shares: Float64Array } {
  const shares = new Float64Array(Math.ceil(frames / pageblockFrames)).fill(unmovableShare)
  if (placement !== 'clustered') return { shares }
  const wanted = Math.max(1, Math.round(Math.max(clusterShare, unmovableShare) * shares.length))
  const inside = Math.min(1, (unmovableShare * shares.length) / wanted)
  const draws = new Uint32Array(shares.length)
  createSequence(createStream(seed, 'zone clusters'), 0).fill(draws, shares.length)
  const order = Uint32Array.from(shares, (_, block) => block).sort((a, b) => draws[a] - draws[b] || a - b)
  shares.fill(0)
  for (let i = 0; i < wanted; i++) shares[order[i]] = inside
  return { shares }
} // prettier-ignore
