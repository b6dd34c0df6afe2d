import { writeFile } from 'node:fs/promises'
import { quote } from '../../../shared/base/text.ts'
import type { Lab } from '../../../shared/contract/lab.ts'
import {
  figureLimits,
  figureWidthsMm,
  startStyle,
  type FigureStyle,
} from '../../../shared/documents/figure/figure-style.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import { parseQuantity } from '../../../shared/units/parse.ts'
import { openKeptRun } from './kept-run.ts'
import { CommandError, exitCodes, printJson, printLines, tableLines } from './terminal.ts'

export interface ExportOptions {
  readonly list: boolean
  readonly json: boolean
  readonly tracks: readonly string[]
  readonly matrix?: string
  readonly svg?: string
  readonly csv?: string
  readonly parquet?: string
  /** Moments such as "90s"; the whole run without them. */
  readonly from?: string
  readonly to?: string
  /** "single", "double" or mm. */
  readonly width?: string
  readonly height?: string
  readonly font?: string
  readonly blackAndWhite: boolean
}

/** Tracks of a kept run as a figure or as a table of data; `--list` names them, a line each. */
export async function exportCommand(
  lab: Lab,
  words: readonly string[],
  options: ExportOptions,
): Promise<number> {
  const kept = []
  for (const word of words) kept.push(await openKeptRun(lab, word))
  const [{ workspace, run }] = kept
  if (options.list) return listTracks(run, options.json)
  const span = {
    fromNs: momentOf('--from', options.from) ?? 0,
    toNs: momentOf('--to', options.to) ?? Math.max(...kept.map((one) => one.run.simulatedNs)),
  }
  const { svg, csv, parquet } = options
  if (svg === undefined && csv === undefined && parquet === undefined)
    throw new CommandError(
      'tierlab: nothing to write; give --svg FILE, --csv FILE or --parquet FILE, or --list',
    )
  const tracks = options.tracks.length > 0 ? options.tracks : pinnedOf(run, options.matrix)
  if (svg !== undefined) {
    const runs = kept.map((one) => ({ workspace: one.workspace.id, run: one.run.id }))
    const matrix = options.matrix === undefined ? {} : { matrix: options.matrix }
    const figure = await lab.figure({ runs, tracks, ...matrix, ...span, style: styleOf(options) })
    await write(svg, figure.svg)
  }
  for (const [format, file] of [['csv', csv], ['parquet', parquet]] as const) {
    if (file === undefined) continue
    const ref = { workspace: workspace.id, run: run.id }
    await write(file, (await lab.table({ ...ref, tracks, ...span, format })).bytes)
  } // prettier-ignore
  return exitCodes.done
}

function listTracks(run: RunRecord, json: boolean): number {
  const { tracks, matrices } = run.spec
  if (json) {
    printJson({ tracks: tracks.map(({ id, title, unit, about }) => ({ id, title, unit, about })), matrices: matrices.map(({ id, title }) => ({ id, title })) })
  } else {
    const rows = tracks.map(({ id, title, about }) => [id, title, about])
    printLines(tableLines([...rows, ...matrices.map(({ id, title, about }) => [`--matrix ${id}`, title, about])]))
  }
  return exitCodes.done
} // prettier-ignore

function pinnedOf(run: RunRecord, matrix: string | undefined): readonly string[] {
  return matrix === undefined ? run.spec.tracks.filter(({ pinned }) => pinned).map(({ id }) => id) : []
}

function momentOf(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  const seconds = parseQuantity(/^[\d.]+$/.test(given) ? Number(given) : given, 's')
  if (seconds.ok && seconds.value >= 0) return seconds.value * 1e9
  throw new CommandError(`tierlab: ${option} ${quote(given)} is no moment; write 90s or 1.5 min`)
}

function styleOf({ width, height, font, blackAndWhite }: ExportOptions): FigureStyle {
  const named = width === 'single' || width === 'double' ? figureWidthsMm[width] : undefined
  return {
    widthMm: named ?? within('--width', width, 'widthMm'),
    plotMm: within('--height', height, 'plotMm'),
    fontPt: within('--font', font, 'fontPt'),
    blackAndWhite,
  }
}

function within(option: string, given: string | undefined, what: keyof typeof figureLimits): number {
  if (given === undefined) return startStyle[what]
  const value = Number(given)
  const { min, max } = figureLimits[what]
  if (value >= min && value <= max) return value
  throw new CommandError(`tierlab: ${option} ${quote(given)} is out of range; use ${min} to ${max}`)
}

async function write(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(file, content)
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    throw new CommandError(`tierlab: ${quote(file)} cannot be written (${why}); choose another place`)
  }
}
