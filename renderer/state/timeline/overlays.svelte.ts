import { toLabError } from '../../../shared/contract/errors.ts'
import type { Lab, MatrixSlice, OverlayRequest } from '../../../shared/contract/lab.ts'
import type { OverlayData } from '../../../shared/documents/traces/overlay.ts'
import type { ColumnSpec, TrackSpec } from '../../../shared/documents/series.ts'
import { trackData, type TrackData } from '../../../shared/figures/track-data.ts'

/** A recording that is laid over the timeline, as the view keeps it: where it lies, and what of it is drawn where. */
export interface OverlayView {
  readonly id: string
  readonly path: string
  readonly kind: 'vmstat' | 'damon'
  /** The run's time at which the recording begins. */
  readonly offsetSec: number
  /** Of a log: the counters that are drawn. */
  readonly columns: readonly string[]
  /** Of a log without times. */
  readonly intervalSec: number | undefined
  /** Of DAMON: the addresses from the bottom to the top of the heatmap; absent: the busiest range. */
  readonly fromAddress: number | undefined
  readonly toAddress: number | undefined
}

/** One counter of a recording as a track of its own. */
export interface OverlayTrackView {
  readonly overlay: OverlayView
  readonly track: TrackSpec
  readonly column: ColumnSpec
  readonly drawn: TrackData
}

/** A record of DAMON as a layer of the heatmap. */
export interface OverlayLayer {
  /** As `Timeline.layer` names it. */
  readonly id: string
  readonly title: string
  readonly about: string
  readonly slice: MatrixSlice
  readonly startNs: number
  readonly fromAddress: number
  readonly toAddress: number
}

const points = 4000
const matrixSize = { columns: 1000, rows: 128 }
/** More would be no timeline any more. */
export const mostOverlays = 8

/** The recordings laid over the timeline of this workspace, read from their files anew whenever they are shown. */
export class Overlays {
  list = $state.raw<readonly OverlayView[]>([])
  #loaded = $state.raw<Readonly<Record<string, OverlayData>>>({})
  /** Why a recording could not be read, by its id. */
  failures = $state.raw<Readonly<Record<string, string>>>({})
  readonly #lab: Lab

  readonly tracks: readonly OverlayTrackView[] = $derived.by(() =>
    this.list.flatMap((overlay) => tracksOf(overlay, this.#loaded[overlay.id])),
  )
  readonly layers: readonly OverlayLayer[] = $derived.by(() =>
    this.list.flatMap((overlay) => layerOf(overlay, this.#loaded[overlay.id])),
  )

  constructor(lab: Lab) {
    this.#lab = lab
  }

  restore(list: readonly OverlayView[]): void {
    this.list = list.slice(0, mostOverlays)
    this.#loaded = {}
    this.failures = {}
    for (const overlay of this.list) void this.#load(overlay)
  }

  async add(overlay: Omit<OverlayView, 'id'>): Promise<OverlayView> {
    const numbers = this.list.map(({ id }) => Number(id))
    const added = { ...overlay, id: String(Math.max(0, ...numbers) + 1) }
    this.list = [...this.list, added]
    await this.#load(added)
    return added
  }

  remove(id: string): void {
    this.list = this.list.filter((overlay) => overlay.id !== id)
  }

  async #load(overlay: OverlayView): Promise<void> {
    try {
      const data = await this.#lab.overlay(requestOf(overlay))
      if (this.list.includes(overlay)) this.#loaded = { ...this.#loaded, [overlay.id]: data }
    } catch (reason) {
      const { fact, wayOut } = toLabError(reason)
      this.failures = { ...this.failures, [overlay.id]: `${fact}; ${wayOut}` }
    }
  }
}

function requestOf({
  path,
  kind,
  columns,
  intervalSec,
  fromAddress,
  toAddress,
}: OverlayView): OverlayRequest {
  if (kind === 'vmstat')
    return { path, kind, columns, points, ...(intervalSec !== undefined && { intervalSec }) }
  const addresses = fromAddress !== undefined && toAddress !== undefined && { fromAddress, toAddress }
  return { path, kind, matrix: { ...matrixSize, ...addresses } }
}

export function fileNameOf(path: string): string {
  return path.replace(/^.*[\\/]/, '')
}

function tracksOf(overlay: OverlayView, data: OverlayData | undefined): OverlayTrackView[] {
  const { series, info } = data ?? {}
  if (!series || !info) return []
  const offsetNs = overlay.offsetSec * 1e9
  const shifted = { ...series, timeNs: series.timeNs.map((timeNs) => timeNs + offsetNs) }
  return overlay.columns.flatMap((name) => {
    const counter = info.columns.find((column) => column.name === name)?.counter ?? true
    const unit = counter ? 'perSec' : 'count'
    const about = `${name} of ${fileNameOf(overlay.path)}, a real machine: ${counter ? 'per second between two snapshots' : 'as it stood'}`
    const column: ColumnSpec = { name, title: name, unit, fold: 'mean', about, role: 'plain' }
    const track: TrackSpec = { id: `overlay:${overlay.id}:${name}`, title: name, unit, about, formula: counter ? '(count − count before) ÷ time between' : 'the count', source: overlay.path, columns: [name], draw: 'lines', pinned: true }
    const drawn = trackData(track, [column], shifted)
    return drawn ? [{ overlay, track, column, drawn }] : []
  })
} // prettier-ignore

function layerOf(overlay: OverlayView, data: OverlayData | undefined): OverlayLayer[] {
  const { matrix } = data ?? {}
  if (!matrix) return []
  const startNs = overlay.offsetSec * 1e9
  const untilNs = matrix.untilNs.map((timeNs) => timeNs + startNs)
  const title = `DAMON: ${fileNameOf(overlay.path)}`
  const about = 'Checks that found an access, per region and aggregation interval, as recorded on a real machine.'
  const { fromAddress, toAddress } = matrix
  return [{ id: `overlay:${overlay.id}`, title, about, slice: { ...matrix, untilNs }, startNs, fromAddress, toAddress }]
} // prettier-ignore

/** The value of a track's one line at a moment; undefined outside of what was recorded, or where nothing was. */
export function valueAt({ overlay, drawn }: OverlayTrackView, timeNs: number): number | undefined {
  const [times, values] = drawn.aligned
  if (timeNs < overlay.offsetSec * 1e9) return undefined
  const at = times.findIndex((untilNs) => untilNs >= timeNs)
  const value = values[at]
  return value === undefined || Number.isNaN(value) ? undefined : value
}

/** As it comes out of a workspace: whatever is not well-formed counts as absent. */
export function readOverlays(kept: unknown): readonly OverlayView[] | undefined {
  if (!Array.isArray(kept)) return undefined
  const read = (kept as unknown[]).flatMap((item): OverlayView[] => {
    if (typeof item !== 'object' || item === null) return []
    const { id, path, kind, offsetSec, columns, intervalSec, fromAddress, toAddress } = item as Record<string, unknown>
    if (typeof path !== 'string' || (kind !== 'vmstat' && kind !== 'damon')) return []
    return [{
      id: typeof id === 'string' ? id : path,
      path,
      kind,
      offsetSec: numberOf(offsetSec) ?? 0,
      columns: Array.isArray(columns) ? columns.filter((name) => typeof name === 'string') : [],
      intervalSec: numberOf(intervalSec),
      fromAddress: numberOf(fromAddress),
      toAddress: numberOf(toAddress),
    }]
  })
  return read.length > 0 ? read : undefined
} // prettier-ignore

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** An address or a size as people write it: 0x7f0000000000, 4096, 2 GiB. */
export function hexText(address: number): string {
  return `0x${address.toString(16)}`
}
