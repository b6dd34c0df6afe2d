import { parts } from '../../main/engine/catalog.ts'
import type { Example, Lab } from '../../shared/contract/lab.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import {
  thumbnailOrder,
  type Thumbnail,
  type ThumbnailOrder,
} from '../../shared/documents/gallery/thumbnail.ts'
import type { RunRecord } from '../../shared/documents/run.ts'
import { setPath } from '../../shared/documents/set-path.ts'
import { sweepPointCount } from '../../shared/documents/sweep.ts'
import { trackColumns } from '../../shared/figures/track-data.ts'

/** Samples of a track, columns and rows of a heatmap, bins and moments of a map. */
const samples = 69
const heat = { columns: 69, rows: 23 }
const map = { bins: 64, moments: 9 }

/** Runs an example as its YAML asks, and boils what it recorded down to a picture. */
export async function makeThumbnail(lab: Lab, example: Example): Promise<Thumbnail> {
  const order = thumbnailOrder(example.yaml)
  if (!order) throw new Error(`examples/${example.id}.yaml has no line "# thumbnail: …"`)
  const setup = order.changes.reduce((now, { path, value }) => {
    const changed = setPath(now, path, value, parts)
    if (!changed.ok) throw new Error(`examples/${example.id}.yaml, thumbnail: ${changed.error.fact}`)
    return changed.value
  }, example.setup)
  const { id: workspace } = await lab.createWorkspace({})
  const { id: experiment } = await lab.putExperiment({ workspace, setup })
  try {
    if (order.kind === 'curve') return await curve(lab, workspace, experiment, setup, order)
    const run = await runToEnd(lab, workspace, experiment)
    if (order.kind === 'track') return await track(lab, workspace, run, order.of)
    return order.kind === 'heat'
      ? await heatmap(lab, workspace, run, order.of)
      : await cellMap(lab, workspace, run, order.of)
  } finally {
    await lab.closeWorkspace({ workspace, discard: true })
  }
}

async function runToEnd(lab: Lab, workspace: string, experiment: string, point?: number): Promise<RunRecord> {
  const watch = lab.watch({ workspace })[Symbol.asyncIterator]()
  const first = watch.next()
  const { id } = await lab.startRun({ workspace, experiment, ...(point !== undefined && { point }) })
  for (let step = await first; !step.done; step = await watch.next()) {
    const event = step.value
    if (event.type !== 'ended' || event.run.id !== id) continue
    await watch.return?.()
    if (event.run.status !== 'done') throw new Error(`the run ended as ${event.run.status}: ${event.run.failure}`)
    return event.run
  }
  throw new Error('the events ended before the run')
} // prettier-ignore

async function track(lab: Lab, workspace: string, run: RunRecord, id: string): Promise<Thumbnail> {
  const spec = found(run.spec.tracks, id)
  const columns = trackColumns(spec, run.spec.columns)
  const slice = await lab.series({
    workspace, run: run.id, columns: columns.map(({ name }) => name), fromNs: 0, toNs: run.simulatedNs, points: samples,
  }) // prettier-ignore
  return {
    kind: 'track',
    planHash: run.planHash,
    title: spec.title,
    draw: spec.draw,
    lines: columns.map(({ name, title, role }) => ({
      title,
      role: role ?? 'plain',
      values: Array.from(slice.columns[name].value, short),
    })),
  }
}

async function heatmap(lab: Lab, workspace: string, run: RunRecord, id: string): Promise<Thumbnail> {
  const spec = found(run.spec.matrices, id)
  const { columns, rows, values } = await lab.matrix({
    workspace, run: run.id, matrix: id, fromNs: 0, toNs: run.simulatedNs, ...heat,
  }) // prettier-ignore
  const most = Math.max(...values, Number.MIN_VALUE)
  const digit = (column: number, row: number) =>
    String(Math.min(9, Math.ceil(Math.sqrt(values[column * rows + row] / most) * 9)))
  return {
    kind: 'heat',
    planHash: run.planHash,
    title: spec.title,
    rows: Array.from({ length: rows }, (_, up) =>
      Array.from({ length: columns }, (_, column) => digit(column, rows - 1 - up)).join(''),
    ),
  }
}

async function cellMap(lab: Lab, workspace: string, run: RunRecord, id: string): Promise<Thumbnail> {
  const spec = found(run.spec.maps, id)
  const bins = Math.min(map.bins, spec.cells)
  const moments = Math.min(map.moments, run.frames)
  const rows: string[] = []
  for (let m = 0; m < moments; m++) {
    const frame = Math.round((m * (run.frames - 1)) / Math.max(1, moments - 1))
    const { counts, states } = await lab.mapAt({ workspace, run: run.id, map: id, frame, bins })
    const commonest = (bin: number) => {
      const own = counts.subarray(bin * states, (bin + 1) * states)
      return own.indexOf(Math.max(...own)).toString(36)
    }
    rows.push(Array.from({ length: counts.length / states }, (_, bin) => commonest(bin)).join(''))
  }
  const legend = spec.legend.map(({ title, role }) => ({ title, role }))
  return { kind: 'map', planHash: run.planHash, title: spec.title, legend, rows }
}

async function curve(
  lab: Lab,
  workspace: string,
  experiment: string,
  setup: ExperimentSetup,
  order: ThumbnailOrder,
): Promise<Thumbnail> {
  const lines = new Map<string, [number, number][]>()
  let planHash = ''
  const last = setup.sweep?.at(-1)?.values.length ?? 1
  for (let point = 0; point < sweepPointCount(setup.sweep); point++) {
    // Every third value of the last axis is enough for a small picture.
    if ((point % last) % 3 !== 0) continue
    const run = await runToEnd(lab, workspace, experiment, point)
    if (run.plan.study !== 'tiering') throw new Error('only sweeps of tiered memory are drawn as curves')
    planHash ||= run.planHash
    const line = lines.get(run.plan.policy.kind) ?? []
    lines.set(run.plan.policy.kind, line)
    line.push([Number(run.plan.machine.values.fastPages), short(run.summary[order.of]?.value ?? 0)])
  }
  return {
    kind: 'curve',
    planHash,
    title: order.of,
    lines: [...lines].map(([title, points]) => {
      points.sort(([a], [b]) => a - b)
      return { title, x: points.map(([x]) => x), y: points.map(([, y]) => y) }
    }),
  }
}

function found<T extends { readonly id: string }>(list: readonly T[], id: string): T {
  const known = list.find((each) => each.id === id)
  if (!known) throw new Error(`the run has no "${id}"; it has ${list.map((each) => each.id).join(', ')}`)
  return known
}

/** Three digits: enough for a small picture, and no engine differs in them by accident. */
function short(value: number): number {
  return Number(value.toPrecision(3))
}

/** As it is kept in a file. */
export function thumbnailText(thumbnail: Thumbnail): string {
  return `${JSON.stringify(thumbnail)}\n`
}
