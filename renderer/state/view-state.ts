import { screens, type Screen } from '../../shared/contract/screens.ts'
import { readOverlays, type OverlayView } from './timeline/overlays.svelte.ts'
import type { TimeRange } from '../../shared/figures/time-range.ts'
import { speedUnits, startSpeed, withAmount, type Speed } from './timeline/playing.ts'

/** What a workspace keeps of the window: where one was, so that opening it again is coming back. */
export interface ViewState {
  readonly screen: Screen
  readonly experiment: string | undefined
  readonly run: string | undefined
  /** Absent: at the newest frame. */
  readonly cursorNs: number | undefined
  /** Absent: the whole run. */
  readonly range: TimeRange | undefined
  /** Absent: the tracks that the run pins itself. */
  readonly pinned: readonly string[] | undefined
  readonly matrix: string | undefined
  /** Recordings of real machines laid over the timeline. */
  readonly overlays: readonly OverlayView[] | undefined
  /** The ends of the range A to B. */
  readonly endA: number | undefined
  readonly endB: number | undefined
  readonly speed: Speed
  /** Sizes of panels and tracks that a person changed. */
  readonly panels: Readonly<Record<string, number>> | undefined
}

export const startView: ViewState = {
  screen: 'home',
  experiment: undefined,
  run: undefined,
  cursorNs: undefined,
  range: undefined,
  pinned: undefined,
  matrix: undefined,
  overlays: undefined,
  endA: undefined,
  endB: undefined,
  speed: startSpeed,
  panels: undefined,
}

/** As it goes into the workspace: plain data without absent fields. */
export function writeView(view: ViewState): Record<string, unknown> {
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined))
}

/** As it comes out again: whatever is not well-formed counts as absent. */
export function readView(kept: unknown): ViewState {
  if (typeof kept !== 'object' || kept === null) return startView
  const fields = kept as Record<string, unknown>
  const { screen, experiment, run, cursorNs, range, pinned, matrix, overlays, endA, endB, speed, panels } =
    fields
  return {
    screen: screens.find((known) => known === screen) ?? 'home',
    experiment: textOf(experiment),
    run: textOf(run),
    cursorNs: momentOf(cursorNs),
    range: rangeOf(range),
    pinned: Array.isArray(pinned) ? pinned.filter((id) => typeof id === 'string') : undefined,
    matrix: textOf(matrix),
    overlays: readOverlays(overlays),
    endA: momentOf(endA),
    endB: momentOf(endB),
    speed: speedOf(speed),
    panels: sizesOf(panels),
  }
}

function speedOf(value: unknown): Speed {
  const { unit, amount } = (value ?? {}) as Record<string, unknown>
  const known = speedUnits.find((each) => each === unit)
  return known && typeof amount === 'number' ? withAmount({ ...startSpeed, unit: known }, amount) : startSpeed
}

function sizesOf(value: unknown): Readonly<Record<string, number>> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const sizes = Object.entries(value).filter((entry): entry is [string, number] => Number.isFinite(entry[1]))
  return sizes.length > 0 ? Object.fromEntries(sizes) : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function momentOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

function rangeOf(value: unknown): TimeRange | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { fromNs, toNs } = value as Record<string, unknown>
  const from = momentOf(fromNs)
  const to = momentOf(toNs)
  return from !== undefined && to !== undefined && to > from ? { fromNs: from, toNs: to } : undefined
}
