import { quote } from '../../../shared/base/text.ts'
import { LabError } from '../../../shared/contract/errors.ts'
import type { Figure, FigureRequest, Table, TableRequest } from '../../../shared/contract/figures.ts'
import type { RunRef } from '../../../shared/contract/records.ts'
import {
  recipeFormat,
  type FigureRecipe,
  type RecipeRun,
} from '../../../shared/documents/figure/figure-recipe.ts'
import { pointsOf } from '../../../shared/documents/figure/figure-style.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import type { Panel, TrackSource } from '../../../shared/figures/paper/content.ts'
import { drawFigure } from '../../../shared/figures/paper/draw-figure.ts'
import { recipeText } from '../../../shared/figures/recipe/svg-recipe.ts'
import type { TimeRange } from '../../../shared/figures/time-range.ts'
import { trackColumns } from '../../../shared/figures/track-data.ts'
import { formatClock } from '../../../shared/units/format.ts'
import type { RemoteStore } from '../../workspace/store-service.ts'
import type { Workspace } from '../workspace.ts'
import { writeTable } from './write-table.ts'

/** Samples for each point of width: finer than a printer's dots once two are joined by a line. */
const samplesPerPoint = 4
const heatRows = 128
/** More than any run has frames: one sample for each of them. */
const everyFrame = 20_000

export interface FigureMaker {
  figure(request: FigureRequest): Promise<Figure>
  table(request: TableRequest): Promise<Table>
}

/** Figures and tables of data out of what the stores hold, each with the recipe that makes it again. */
export function createFigureMaker(find: (workspace: string) => Workspace): FigureMaker {
  const known = async (ref: RunRef): Promise<Known> => {
    const workspace = find(ref.workspace)
    const { runs, experiments } = await workspace.state()
    const run = runs.find(({ id }) => id === ref.run)
    if (!run) throw new LabError('no-such-run', `there is no run ${quote(ref.run)}`, 'choose another')
    const setup = run.setup ?? experiments.find(({ id }) => id === run.experimentId)?.setup
    if (!setup) throw new LabError('no-such-experiment', 'the experiment of this run is gone', 'run it again')
    return { run, setup, store: workspace.store }
  }

  return {
    async figure(request) {
      const all = await Promise.all(request.runs.map(known))
      const range = rangeOf(request, all)
      const points = Math.ceil(pointsOf(request.style.widthMm) * samplesPerPoint)
      const tracks = await Promise.all(request.tracks.map((id) => trackPanel(id, all, range, points)))
      const { matrix } = request
      const heatmaps = matrix === undefined ? [] : await heatPanels(matrix, all, range, points)
      const recipe = await recipeOf(all, request)
      const caption = [...captionOf(all), ...bandNote(tracks)]
      const names = request.tracks.map((id) => trackOf(all[0].run, id).title)
      const shown = [...names, ...heatmaps.map(() => 'accesses by address and time')].join(', ')
      const from = `${formatClock(range.fromNs)} to ${formatClock(range.toNs)} of simulated time`
      const content = { range, panels: [...tracks, ...heatmaps], caption, description: `${shown}; ${from}.` }
      return { svg: drawFigure(content, request.style, recipe), recipe: recipeText(recipe) }
    },

    async table(request) {
      const one = await known(request)
      const columns = request.tracks.flatMap((id) => trackColumns(trackOf(one.run, id), one.run.spec.columns))
      const once = columns.filter((column, i) => columns.indexOf(column) === i)
      const names = once.map(({ name }) => name)
      const span = rangeOf(request, [one])
      const slice = await one.store.series({ run: one.run.id, columns: names, ...span, points: everyFrame })
      const recipe = await recipeOf([one], request)
      return { bytes: writeTable(once, slice, request.format, recipeText(recipe)) }
    },
  }
}

interface Known {
  readonly run: RunRecord
  readonly setup: NonNullable<RunRecord['setup']>
  readonly store: RemoteStore
}

function trackOf(run: RunRecord, id: string) {
  const track = run.spec.tracks.find((spec) => spec.id === id)
  if (track) return track
  const all = run.spec.tracks.map((spec) => spec.id).join(', ')
  throw new LabError('no-such-column', `the run has no track ${quote(id)}`, `choose from ${all}`)
}

/** What was recorded of what was asked for. */
function rangeOf(asked: TimeRange, all: readonly Known[]): TimeRange {
  const ends = all.map(({ run }) => run.simulatedNs)
  const range = { fromNs: Math.max(0, asked.fromNs), toNs: Math.min(asked.toNs, Math.max(...ends)) }
  if (range.toNs > range.fromNs) return range
  throw new LabError('bad-request', 'nothing was recorded in this range', 'choose one within the run')
}

async function trackPanel(
  id: string,
  all: readonly Known[],
  range: TimeRange,
  points: number,
): Promise<Panel> {
  const track = trackOf(all[0].run, id)
  const sources = await Promise.all(
    all.map(async ({ run, store }): Promise<TrackSource> => {
      const columns = trackColumns(track, run.spec.columns)
      const names = columns.map(({ name }) => name)
      const slice = await store.series({ run: run.id, columns: names, ...range, points })
      return { columns, slice }
    }),
  )
  return { kind: 'track', track, sources }
}

async function heatPanels(
  id: string,
  all: readonly Known[],
  range: TimeRange,
  points: number,
): Promise<readonly Panel[]> {
  return Promise.all(
    all.map(async ({ run, store }, i) => {
      const matrix = run.spec.matrices.find((spec) => spec.id === id)
      if (!matrix)
        throw new LabError('no-such-column', `the run has no layer ${quote(id)}`, 'leave the heatmap out')
      const columns = Math.min(points, 512)
      const slice = await store.matrix({ run: run.id, matrix: id, ...range, columns, rows: heatRows })
      const pages = matrix.bins * matrix.pagesPerBin * run.spec.scale
      return { kind: 'heatmap', label: all.length > 1 ? labelOf(i) : '', matrix, slice, pages } as const
    }),
  )
}

async function recipeOf(
  all: readonly Known[],
  { tracks, fromNs, toNs, ...rest }: { tracks: readonly string[]; matrix?: string } & TimeRange,
): Promise<FigureRecipe> {
  const runs = await Promise.all(
    all.map(async ({ run, setup, store }): Promise<RecipeRun> => {
      const { planHash, engineVersion } = run
      const fingerprint = await store.fingerprint({ run: run.id })
      return { setup, seed: run.plan.run.seed, engineVersion, planHash, fingerprint }
    }),
  )
  const matrix = rest.matrix === undefined ? {} : { matrix: rest.matrix }
  return { tierlab: recipeFormat, runs, tracks, ...matrix, fromNs, toNs }
}

/** Who ran; of several runs, which is which. */
function captionOf(all: readonly Known[]): readonly string[] {
  return all.map(({ run }, i) => {
    const { plan, planHash, engineVersion } = run
    const what = `${plan.name} · seed ${plan.run.seed} · plan ${planHash.slice(0, 16)} · engine ${engineVersion}`
    if (all.length === 1) return what
    const weight = i === all.length - 1 ? 'bold' : 'thin'
    return `${labelOf(i)} (${weight}): ${what}`
  })
}

/** Said wherever a sample stands for several frames. */
function bandNote(panels: readonly Panel[]): readonly string[] {
  const slices = panels
    .flatMap((panel) => (panel.kind === 'track' ? panel.sources : []))
    .map(({ slice }) => slice)
  const folded = Math.max(1, ...slices.map(({ framesPerSample }) => framesPerSample))
  return folded > 1 ? [`bands: minimum to maximum of ${folded} frames`] : []
}

function labelOf(place: number): string {
  return 'ABCD'[place]
}
