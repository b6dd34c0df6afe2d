import { keyOf } from '../../../shared/contract/commands.ts'
import type { LabWindow } from '../lab-window.svelte.ts'
import { commandsNow, doCommand } from './command-acts.ts'

/** One line of the command palette. */
export interface PaletteEntry {
  readonly id: string
  readonly kind: PaletteKind
  readonly title: string
  /** What distinguishes it from others of its title; searched too. */
  readonly detail: string
  readonly key?: string | undefined
  act(): void
}

export const paletteKinds = [
  'Command',
  'Experiment',
  'Run',
  'Track',
  'Machine',
  'Part',
  'Metric',
  'Example',
] as const
export type PaletteKind = (typeof paletteKinds)[number]

/** All that can be done or looked up now: commands, and whatever has a name. */
export function paletteEntries(w: LabWindow): readonly PaletteEntry[] {
  const { workspace, catalog, timeline } = w
  const native = w.bridge.kind === 'electron'
  const experimentName = (id: string) => workspace?.experimentOf(id)?.setup.name ?? ''
  return [
    ...commandsNow(w).map((command) => ({
      id: `command ${command.id}`,
      kind: 'Command' as const,
      title: command.title,
      detail: command.menu,
      key: keyOf(command.id, native),
      act: () => doCommand(w, command.id),
    })),
    ...(workspace?.experiments ?? []).map((experiment) => ({
      id: `experiment ${experiment.id}`,
      kind: 'Experiment' as const,
      title: experiment.setup.name,
      detail: experiment.setup.study,
      act() {
        w.openExperiment(experiment)
        w.screen = 'setup'
      },
    })),
    ...(workspace?.runs ?? []).map((run) => ({
      id: `run ${run.id}`,
      kind: 'Run' as const,
      title: `${experimentName(run.experimentId)}, run ${run.number}`,
      detail: run.status,
      act: () => w.openRun(run),
    })),
    ...timeline.tracks.map((track) => ({
      id: `track ${track.id}`,
      kind: 'Track' as const,
      title: track.title,
      detail: timeline.pinned.includes(track.id) ? 'shown: hides it' : 'hidden: shows it',
      act() {
        timeline.togglePin(track.id)
        w.screen = 'timeline'
      },
    })),
    ...(w.editor.setup?.study === 'tiering' ? (w.machines?.list ?? []) : []).map((own) => ({
      id: `machine ${own.id}`,
      kind: 'Machine' as const,
      title: own.name,
      detail: `own machine, ${own.machine.kind}`,
      act() {
        w.editor.set('machine', own.machine, `own machine ${own.id}`)
        w.editor.section = 'machine'
        w.editor.node = undefined
        w.screen = 'setup'
      },
    })),
    ...catalog.parts.map((part) => ({
      id: `part ${part.family} ${part.id}`,
      kind: 'Part' as const,
      title: part.title,
      detail: `${part.family} ${part.id}`,
      act: () => void (w.dialog = { kind: 'part', family: part.family, id: part.id }),
    })),
    ...catalog.metrics.map((metric) => ({
      id: `metric ${metric.name}`,
      kind: 'Metric' as const,
      title: metric.title,
      detail: metric.name,
      act: () => void (w.dialog = { kind: 'metric', name: metric.name }),
    })),
    ...catalog.examples.map((example) => ({
      id: `example ${example.id}`,
      kind: 'Example' as const,
      title: example.setup.name,
      detail: example.topic,
      act: () => void w.try(() => w.addExperiment(example.setup)),
    })),
  ]
}

/**
 * The entries that match what was typed, best first: every word must be found, at the start of a word rather than
 * within one, in the title rather than in the detail. Nothing typed: all, in their order.
 */
export function foundEntries<Entry extends Pick<PaletteEntry, 'title' | 'detail' | 'kind'>>(
  entries: readonly Entry[],
  typed: string,
): readonly Entry[] {
  const words = plain(typed).split(' ').filter(Boolean)
  if (words.length === 0) return entries
  return entries
    .map((entry, place) => ({ entry, place, rank: rankOf(entry, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.place - b.place)
    .map(({ entry }) => entry)
}

function rankOf(entry: Pick<PaletteEntry, 'title' | 'detail' | 'kind'>, words: readonly string[]): number {
  const title = ` ${plain(entry.title)}`
  const rest = ` ${plain(entry.detail)} ${plain(entry.kind)}`
  let rank = 0
  for (const word of words) {
    const points = title.startsWith(` ${word}`) ? 8
      : title.includes(` ${word}`) ? 6
      : title.includes(word) ? 3
      : rest.includes(` ${word}`) ? 2
      : rest.includes(word) ? 1 : 0 // prettier-ignore
    if (points === 0) return 0
    rank += points
  }
  return rank
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim() // prettier-ignore
}
