import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { valuesOf } from '../param-values.ts'
import type { ZonePart } from '../studies/compaction/parts.ts'
import { readZoneMap } from '../studies/compaction/zone/read-map.ts'
import { createZone } from '../frames/zone.ts'
import { zoneFidelity, zoneParams } from '../studies/compaction/zone/zone-params.ts'

const params = [
  {
    name: 'map', label: 'Frames', about: 'A letter for each frame from the bottom up: F free, M movable, R reclaimable, S slab, P pinned, U other unmovable. Spaces are ignored.',
    source: 'free choice', type: 'text', default: 'MMFM FMFF MFMF', maxLength: 4096,
  },
  ...zoneParams,
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'by-hand',
  family: 'zone',
  title: 'A zone written by hand',
  about: 'Each frame as a letter, for teaching strips and for cases that must be exact.',
  engines: ['steps'],
  params,
  fidelity: zoneFidelity({
    models: ['each frame with what it holds; buddy blocks of the free ones', 'types of pageblocks, from what most of their frames hold'],
    approximates: [],
    leavesOut: ['blocks of several frames: every letter is a base page of its own'],
  }),
  sources: ['memory-compaction slides, after J. Corbet, “Memory compaction”, LWN 368869'],
} // prettier-ignore

export const byHand: ZonePart = {
  info,
  measure(values) {
    const read = readZoneMap(valuesOf(params, values).map)
    return read.ok ? { frames: read.value.length } : { field: 'map', ...read.error }
  },
  createZone(values, shape) {
    const read = readZoneMap(valuesOf(params, values).map)
    if (!read.ok) throw new Error(`bug: a checked zone cannot be read: ${read.error.fact}`)
    return createZone(shape, read.value)
  },
}
