import type {
  MapSlice, MatrixRequest, MatrixSlice, Moment, SeriesRequest, SeriesSlice,
} from '../../shared/contract/lab.ts' // prettier-ignore
import type { DecisionPage, DecisionRequest } from '../../shared/contract/run-queries.ts'
import type { Coverage, RecordingSpec } from '../../shared/documents/recorded.ts'
import { createStream, uniformAt } from '../../shared/base/random.ts'
import { reasonCode } from '../../shared/documents/decision.ts'

/** Synthetic columns with the shapes a real run has; every value is a formula of its frame. */

export const FRAMES = 2400
export const FRAME_NS = 3e8
const noise = createStream(7, 'fake')
const MiB = 1024 ** 2

export const fakeSpec: RecordingSpec = {
  scale: 64,
  pageBytes: 4096,
  nodes: [{ title: 'DRAM 0', role: 'dram' }, { title: 'CXL 1', role: 'cxl' }],
  columns: [
    { name: 'accessShare.dram0', title: 'DRAM 0', unit: 'share', fold: 'mean', about: 'Accesses served by DRAM 0.', role: 'dram' },
    { name: 'accessShare.cxl1', title: 'CXL 1', unit: 'share', fold: 'mean', about: 'Accesses served by CXL 1.', role: 'cxl' },
    { name: 'latencyNs', title: 'mean latency', unit: 'ns', fold: 'mean', about: 'Mean over all accesses.', role: 'plain' },
    { name: 'throughput', title: 'throughput', unit: 'accessesPerSec', fold: 'mean', about: 'All threads.', role: 'plain' },
    { name: 'promotedPages', title: 'promoted', unit: 'pages', perSec: true, fold: 'sum', about: 'Moved up.', role: 'promote', counter: 'pgpromote_success' },
    { name: 'demotedPages', title: 'demoted', unit: 'pages', perSec: true, fold: 'sum', about: 'Moved down.', role: 'demote' },
    { name: 'freeBytes', title: 'free', unit: 'bytes', fold: 'last', about: 'Free on DRAM 0.', role: 'dram' },
    { name: 'thresholdMs', title: 'hot threshold', unit: 'ms', fold: 'last', about: 'In force.', role: 'policy' },
  ],
  tracks: [
    { id: 'share', title: 'Access share', unit: 'share', about: 'Accesses by tier.', formula: 'of the fake run', source: 'a fake run', columns: ['accessShare.dram0', 'accessShare.cxl1'], draw: 'stack', range: [0, 1], pinned: true },
    { id: 'threshold', title: 'Hot threshold', unit: 'ms', about: 'Adapted every 60 s.', formula: 'of the fake run', source: 'a fake run', columns: ['thresholdMs'], draw: 'steps', pinned: true },
    { id: 'migration', title: 'Migration', unit: 'pagesPerSec', about: 'Pages moved.', formula: 'of the fake run', source: 'a fake run', columns: ['promotedPages', 'demotedPages'], draw: 'lines', pinned: true },
    { id: 'free', title: 'Free DRAM', unit: 'bytes', about: 'With watermarks.', formula: 'of the fake run', source: 'a fake run', columns: ['freeBytes'], draw: 'lines', marks: [{ title: 'promo', value: 320 * MiB }, { title: 'high', value: 250 * MiB }, { title: 'low', value: 180 * MiB }, { title: 'min', value: 100 * MiB }], pinned: true },
    { id: 'latency', title: 'Latency', unit: 'ns', about: 'Mean.', formula: 'of the fake run', source: 'a fake run', columns: ['latencyNs'], draw: 'lines', pinned: false },
    { id: 'throughput', title: 'Throughput', unit: 'accessesPerSec', about: 'Sum.', formula: 'of the fake run', source: 'a fake run', columns: ['throughput'], draw: 'lines', pinned: false },
  ],
  maps: [{ id: 'placement', title: 'Placement', cells: 65_536, cellTitle: 'page', legend: [{ title: 'not touched', role: 'absent', sign: '·' }, { title: 'DRAM 0', role: 'dram', sign: '■' }, { title: 'CXL 1', role: 'cxl', sign: '▨' }] }],
  matrices: [
    { id: 'accesses', title: 'true accesses', unit: 'accesses', about: 'All.', bins: 128, pagesPerBin: 512, draw: 'intensity' },
    { id: 'fast', title: 'placement', unit: 'share', about: 'Share in DRAM.', bins: 128, pagesPerBin: 512, draw: 'share' },
  ],
} // prettier-ignore

function valueAt(name: string, frame: number): number {
  const part = frame / FRAMES
  const jitter = uniformAt(noise, frame, name.length) - 0.5
  const rise = 1 / (1 + Math.exp(-12 * (part - 0.4)))
  switch (name) {
    case 'accessShare.dram0':
      return 0.9 - 0.15 * rise + 0.02 * jitter
    case 'accessShare.cxl1':
      return 0.1 + 0.15 * rise - 0.02 * jitter
    case 'latencyNs':
      return 96 + 40 * rise + 6 * jitter
    case 'throughput':
      return 2.1e8 - 4e7 * rise + 6e6 * jitter
    case 'promotedPages':
      return 12_000 * rise + 1200 * (jitter + 0.5)
    case 'demotedPages':
      return 11_800 * rise + 1000 * (jitter + 0.5)
    case 'freeBytes':
      return MiB * (part < 0.2 ? 420 - 900 * part : 215 + 25 * Math.sin(frame / 9) + 8 * jitter)
    default:
      return Math.min(2000, 1000 + Math.floor(part * 12) * 125)
  }
}

export function fakeSeries(request: SeriesRequest, frames: number): SeriesSlice {
  const first = Math.max(0, Math.ceil(request.fromNs / FRAME_NS) - 1)
  const last = Math.min(frames - 1, Math.floor(request.toNs / FRAME_NS) - 1)
  const count = Math.max(0, last - first + 1)
  const fold = Math.max(1, Math.ceil(count / request.points))
  const samples = Math.ceil(count / fold)
  const table = (name: string) => {
    const value = new Float64Array(samples)
    const min = new Float64Array(samples).fill(Infinity)
    const max = new Float64Array(samples).fill(-Infinity)
    for (let i = 0; i < count; i++) {
      const sample = Math.floor(i / fold)
      const v = valueAt(name, first + i)
      value[sample] = v
      min[sample] = Math.min(min[sample], v)
      max[sample] = Math.max(max[sample], v)
    }
    return { value, min, max }
  }
  return {
    frames: samples,
    framesPerSample: fold,
    timeNs: Float64Array.from(
      { length: samples },
      (_, i) => FRAME_NS * Math.min(frames, first + (i + 1) * fold),
    ),
    columns: Object.fromEntries(request.columns.map((name) => [name, table(name)])),
  }
}

export function fakeMatrix(request: MatrixRequest): MatrixSlice {
  const { rows } = request
  const columns = Math.min(request.columns, 360)
  const values = new Float32Array(columns * rows)
  const untilNs = new Float64Array(columns)
  let max = 0
  for (let c = 0; c < columns; c++) {
    untilNs[c] = request.fromNs + ((c + 1) / columns) * (request.toNs - request.fromNs)
    const part = untilNs[c] / (FRAMES * FRAME_NS)
    for (let r = 0; r < rows; r++) {
      const distance = r / rows - (0.85 - 0.5 * part)
      const hot = Math.exp(-distance * distance * 300) * 900 + uniformAt(noise, c, r) * 60
      values[c * rows + r] = request.matrix === 'fast' ? Math.min(1, hot / 700) : hot
      max = Math.max(max, values[c * rows + r])
    }
  }
  return { columns, rows, untilNs, values, max }
}

export function fakeMap(frame: number, bins: number): MapSlice {
  const cellsPerBin = 65_536 / bins
  const counts = new Uint32Array(bins * 3)
  for (let bin = 0; bin < bins; bin++) {
    const distance = bin / bins - (0.85 - (0.5 * frame) / FRAMES)
    const fast = Math.round(cellsPerBin * Math.min(1, Math.exp(-distance * distance * 200) + 0.1))
    counts[bin * 3 + 1] = fast
    counts[bin * 3 + 2] = cellsPerBin - fast
  }
  return { frame, bins, states: 3, cellsPerBin, counts }
}

export const fakeCoverage: Coverage = {
  decisionsCompleteUntilNs: Infinity, decisionsKeptShare: 1, decisionsMade: 48_000, mapsCompleteUntilNs: Infinity, mapsKeptShare: 1,
} // prettier-ignore

export function fakeMoment(timeNs: number, frames: number): Moment {
  const frame = Math.min(frames - 1, Math.max(0, Math.floor(timeNs / FRAME_NS) - 1))
  return {
    frame,
    timeNs: (frame + 1) * FRAME_NS,
    values: Float64Array.from(fakeSpec.columns, (column) => valueAt(column.name, frame)),
    root: { policy: { thresholdMs: valueAt('thresholdMs', frame), scanPage: (frame * 977) % 65_536 }, lists: { active: 2048, inactive: 1890 } },
    coverage: fakeCoverage,
  } // prettier-ignore
}

/** Twenty decisions a second, for ever; page and reason follow from the number. */
export function fakeDecisions(request: DecisionRequest, frames: number): DecisionPage {
  const spacing = 5e7
  const endNs = Math.min(request.toNs, frames * FRAME_NS)
  const numbers: number[] = []
  for (let n = Math.ceil(request.fromNs / spacing); n * spacing < endNs; n++) {
    if (request.page !== undefined && pageOf(n) !== request.page) continue
    if (request.reason !== undefined && reasonOfNumber(n) !== request.reason) continue
    numbers.push(n)
  }
  const first = request.offset < 0 ? Math.max(0, numbers.length + request.offset) : request.offset
  const shown = numbers.slice(first, first + request.limit)
  const float = (of: (n: number) => number) => Float64Array.from(shown, of)
  return {
    total: numbers.length,
    rows: {
      rows: shown.length,
      timeNs: float((n) => n * spacing),
      page: Uint32Array.from(shown, pageOf),
      pages: Uint32Array.from(shown, () => 1),
      from: Uint8Array.from(shown, (n) => (n % 5 === 2 ? 0 : 1)),
      to: Uint8Array.from(shown, (n) => (n % 5 === 2 ? 1 : 0)),
      reason: Uint8Array.from(shown, reasonOfNumber),
      a: float((n) => (n * 37) % 1900),
      b: float(() => 1500),
      c: float((n) => n % 900),
      costNs: Float32Array.from(shown, (n) => 2000 + (n % 7) * 200),
    },
    number: float((n) => n),
    outcomeKind: Uint8Array.from(shown, (n) => (n % 5 === 3 ? 255 : n % 3)),
    outcomeTimeNs: float((n) => (n + 40) * spacing),
    savedNs: float((n) => ((n * 911) % 90_000) - 20_000),
    coverage: fakeCoverage,
  }
}

const pageOf = (n: number) => (n * 7919) % 4096
const kinds = [reasonCode('hint-fault-hot'), reasonCode('hint-fault-hot'), reasonCode('inactive-tail'), reasonCode('hint-fault-cold'), reasonCode('rate-limited')] // prettier-ignore
const reasonOfNumber = (n: number) => kinds[n % 5]
