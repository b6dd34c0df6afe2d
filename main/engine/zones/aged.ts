import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { createAgedZone, usualPast } from '../frames/aging.ts'
import { valuesOf } from '../param-values.ts'
import type { ZonePart } from '../studies/compaction/parts.ts'
import { percent, zoneFidelity, zoneParams } from '../studies/compaction/zone/zone-params.ts'

const share = <const Name extends string>(
  name: Name,
  label: string,
  about: string,
  value: number,
  source = 'free choice',
) => ({ name, label, about, source, type: 'number', unit: 'share', default: value, min: 0, max: 1 }) as const

const params = [
  {
    name: 'frames', label: 'Frames', about: 'Size of the zone: 262144 frames of 4 KiB are 1 GiB.',
    source: 'free choice', type: 'integer', unit: 'frames', default: 262_144, min: 1, max: 4_194_304,
    rangeReason: 'every allocation of its past is carried out',
  },
  share('freeShare', 'Free', 'Share of the frames that are free at the end of its past.', usualPast.freeShare),
  {
    name: 'turnover', label: 'Turnover', about: 'How often, on average, a frame is freed and allocated anew before the run begins.',
    source: 'free choice', type: 'number', unit: 'none', default: usualPast.turnover, min: 0, max: 100,
  },
  share('slabShare', 'Slab', 'Of the allocations: unreclaimable slab.', usualPast.slabShare),
  share('reclaimableShare', 'Reclaimable', 'Of the allocations: reclaimable slab, such as dentries.', usualPast.reclaimableShare),
  share('unmovableShare', 'Other unmovable', 'Of the allocations: page tables, kernel stacks, drivers.', usualPast.unmovableShare),
  share('pinnedShare', 'Pinned later', 'Of the movable pages: pinned for good after they were allocated, wherever they lie (long-lived DMA).', usualPast.pinnedShare),
  share('kernelFreedShare', 'Kernel pages freed', 'How much seldomer kernel pages are freed than others: at 20 % one of five draws. Less lets slab grow.', usualPast.kernelFreedShare, 'assumption: kernel objects live longer'),
  ...zoneParams,
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'aged',
  family: 'zone',
  title: 'A zone with a past',
  about: 'Filled by an allocator that groups by mobility, and then allocated and freed for a while: slab grows, pins stay.',
  engines: ['steps'],
  params,
  fidelity: zoneFidelity({
    models: ['allocation out of pageblocks of the type, fallback to other types from the largest block, and stealing of pageblocks', 'long-lived pins in movable pageblocks', 'kernel pages that live longer, so that slab grows'],
    approximates: ['next fit by pageblock in place of free lists per order', 'which page is freed is drawn evenly'],
    leavesOut: ['per-CPU lists', 'high-order atomic reserves', 'blocks of several frames in its past'],
  }),
  sources: ['Linux 6.8 mm/page_alloc.c: fallbacks, steal_suitable_fallback'],
} // prettier-ignore

/** As many as the largest zone has of the usual size; with more of them its past would take minutes. */
const mostBlocks = 8192

export const aged: ZonePart = {
  info,
  measure(values) {
    const { frames, pageblockFrames, slabShare, reclaimableShare, unmovableShare } = valuesOf(params, values)
    const kernelShare = slabShare + reclaimableShare + unmovableShare
    if (kernelShare > 1 + 1e-9) {
      const fact = `slab, reclaimable and other unmovable frames together are ${percent(kernelShare)} of the allocations`
      return { field: 'slabShare', fact, wayOut: 'give them at most 100 % together; the rest is movable' }
    }
    const blocks = Math.ceil(frames / Number(pageblockFrames))
    if (blocks <= mostBlocks) return { frames }
    const fact = `${frames} frames are ${blocks} pageblocks of ${pageblockFrames}, and each allocation of the past looks through them`
    return {
      field: 'pageblockFrames',
      fact,
      wayOut: `use larger pageblocks or fewer frames, at most ${mostBlocks} pageblocks`,
    }
  },
  createZone: (values, shape, seed) => createAgedZone(valuesOf(params, values), shape, seed),
}
