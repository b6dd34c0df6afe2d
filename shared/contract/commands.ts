import { screens, screenTitles, type Screen } from './screens.ts'

/**
 * Everything a person can tell the window to do, once. Key bindings, the command palette, the `?` overlay and
 * Electron's native menu are made from this table; `renderer/state/commands/command-acts.ts` says what each does, and
 * the type checker asks for every id there.
 */
export interface CommandSpec {
  readonly id: string
  /** What it does, as an order: "Save the workspace". */
  readonly title: string
  /** Its menu, and its heading in the overlay. */
  readonly menu: MenuName
  /** As `keyName` (renderer/state/commands/press-key.ts) spells them; any of them does it. The first one is shown. */
  readonly keys: readonly string[]
  /** A key that browsers keep for themselves, so that only Electron can give it. */
  readonly nativeKey?: string
  /** Where it works; everywhere if absent. */
  readonly screen?: Screen
  /** Its keys work while a field has the focus too: everywhere, or on one screen. */
  readonly inFields?: boolean | Screen
  /** Starts a new group in its menu. */
  readonly line?: boolean
}

export const menuNames = ['File', 'Edit', 'Run', 'View', 'Timeline', 'Help'] as const
export type MenuName = (typeof menuNames)[number]

export const commands = [
  { id: 'new', menu: 'File', title: 'New experiment', keys: ['Alt+N'], nativeKey: 'Ctrl+N', inFields: true },
  { id: 'newCompaction', menu: 'File', title: 'New compaction experiment', keys: ['Alt+C'], inFields: true },
  { id: 'open', menu: 'File', title: 'Open a workspace…', keys: ['Ctrl+O'], inFields: true },
  { id: 'save', menu: 'File', title: 'Save the workspace', keys: ['Ctrl+S'], inFields: true, line: true },
  { id: 'saveAs', menu: 'File', title: 'Save under a new name…', keys: ['Ctrl+Shift+S'], inFields: true },
  { id: 'exportYaml', menu: 'File', title: 'Export the setup as YAML…', keys: [], screen: 'setup', line: true },
  { id: 'exportFigure', menu: 'File', title: 'Export a figure or its data…', keys: ['E'], screen: 'timeline' },
  { id: 'close', menu: 'File', title: 'Close the workspace', keys: [], nativeKey: 'Ctrl+W', line: true },

  { id: 'undo', menu: 'Edit', title: 'Undo', keys: ['Ctrl+Z'], inFields: 'setup' },
  { id: 'redo', menu: 'Edit', title: 'Redo', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], inFields: 'setup' },
  { id: 'nextProblem', menu: 'Edit', title: 'Go to the next problem', keys: ['F8'], screen: 'setup', inFields: true, line: true },

  { id: 'pasteMachine', menu: 'Edit', title: 'Paste your machine…', keys: ['Alt+M'], screen: 'setup', inFields: true, line: true },
  { id: 'saveMachine', menu: 'Edit', title: 'Keep this machine under a name…', keys: ['Alt+K'], screen: 'setup', inFields: true },

  { id: 'run', menu: 'Run', title: 'Run the experiment', keys: ['Ctrl+Enter'], inFields: true },
  { id: 'pause', menu: 'Run', title: 'Pause or resume the run', keys: ['P'], screen: 'timeline' },
  { id: 'fork', menu: 'Run', title: 'Fork here…', keys: ['B'], screen: 'timeline' },
  { id: 'cancel', menu: 'Run', title: 'Cancel the run, keep its rows', keys: [], screen: 'timeline' },

  { id: 'palette', menu: 'View', title: 'Find a command, experiment, run, track or part…', keys: ['Ctrl+K', 'Ctrl+Shift+P'], inFields: true },
  { id: 'screen.home', menu: 'View', title: 'Go to Home', keys: ['Alt+1'], inFields: true, line: true },
  { id: 'screen.setup', menu: 'View', title: 'Go to Setup', keys: ['Alt+2'], inFields: true },
  { id: 'screen.timeline', menu: 'View', title: 'Go to Timeline', keys: ['Alt+3'], inFields: true },
  { id: 'screen.compare', menu: 'View', title: 'Go to Compare', keys: ['Alt+4'], inFields: true },
  { id: 'screen.compaction', menu: 'View', title: 'Go to Compaction', keys: ['Alt+5'], inFields: true },
  { id: 'screen.sweep', menu: 'View', title: 'Go to Sweep', keys: ['Alt+6'], inFields: true },
  { id: 'theme.system', menu: 'View', title: 'Colours as the system has them', keys: [], line: true },
  { id: 'theme.light', menu: 'View', title: 'Light colours', keys: [] },
  { id: 'theme.dark', menu: 'View', title: 'Dark colours', keys: [] },
  { id: 'theme.contrast', menu: 'View', title: 'High contrast, on or off', keys: [] },

  { id: 'play', menu: 'Timeline', title: 'Play or pause', keys: ['Space'], screen: 'timeline' },
  { id: 'play.faster', menu: 'Timeline', title: 'Play faster', keys: ['+', '='], screen: 'timeline' },
  { id: 'play.slower', menu: 'Timeline', title: 'Play slower', keys: ['-'], screen: 'timeline' },
  { id: 'frame.next', menu: 'Timeline', title: 'Next frame', keys: ['.', 'ArrowRight'], screen: 'timeline' },
  { id: 'frame.before', menu: 'Timeline', title: 'Frame before', keys: [',', 'ArrowLeft'], screen: 'timeline' },
  { id: 'frame.start', menu: 'Timeline', title: 'To the start', keys: ['Home'], screen: 'timeline' },
  { id: 'frame.newest', menu: 'Timeline', title: 'To the newest frame', keys: ['End'], screen: 'timeline' },
  { id: 'zoom.in', menu: 'Timeline', title: 'Zoom in', keys: ['W'], screen: 'timeline', line: true },
  { id: 'zoom.out', menu: 'Timeline', title: 'Zoom out', keys: ['S'], screen: 'timeline' },
  { id: 'pan.left', menu: 'Timeline', title: 'Pan left', keys: ['A'], screen: 'timeline' },
  { id: 'pan.right', menu: 'Timeline', title: 'Pan right', keys: ['D'], screen: 'timeline' },
  { id: 'fit', menu: 'Timeline', title: 'Fit the range A – B, then the whole run', keys: ['F'], screen: 'timeline' },
  { id: 'range.a', menu: 'Timeline', title: 'Range begins here: A', keys: ['['], screen: 'timeline', line: true },
  { id: 'range.b', menu: 'Timeline', title: 'Range ends here: B', keys: [']'], screen: 'timeline' },
  { id: 'range.drop', menu: 'Timeline', title: 'Drop the range', keys: ['\\'], screen: 'timeline' },
  { id: 'note.mark', menu: 'Timeline', title: 'Mark this moment', keys: ['M'], screen: 'timeline', line: true },
  { id: 'note.new', menu: 'Timeline', title: 'Write a note here', keys: ['N'], screen: 'timeline' },
  { id: 'note.next', menu: 'Timeline', title: 'Next note or mark', keys: ['G'], screen: 'timeline' },
  { id: 'note.before', menu: 'Timeline', title: 'Note or mark before', keys: ['Shift+G'], screen: 'timeline' },
  { id: 'decision.next', menu: 'Timeline', title: 'Next decision', keys: ['J'], screen: 'timeline', line: true },
  { id: 'decision.before', menu: 'Timeline', title: 'Decision before', keys: ['K'], screen: 'timeline' },
  { id: 'letGo', menu: 'Timeline', title: 'Let go: selection, filter, zoom', keys: ['Escape'], screen: 'timeline' },

  { id: 'regret', menu: 'Timeline', title: 'Regret: what the migrations were worth…', keys: ['R'], screen: 'timeline', line: true },
  { id: 'compare.swap', menu: 'Timeline', title: 'Swap baseline A and run B', keys: ['X'], screen: 'compare', line: true },
  { id: 'compare.first', menu: 'Timeline', title: 'Go to the first divergence', keys: ['1'], screen: 'compare' },
  { id: 'compare.layout', menu: 'Timeline', title: 'Overlay or stacked', keys: ['O'], screen: 'compare' },
  { id: 'compare.differences', menu: 'Timeline', title: 'Differences only, or all values', keys: ['V'], screen: 'compare' },

  { id: 'keys', menu: 'Help', title: 'All keys', keys: ['?', 'F1'] },
] as const satisfies readonly CommandSpec[] // prettier-ignore

export type CommandId = (typeof commands)[number]['id']
export const commandTable: readonly (CommandSpec & { readonly id: CommandId })[] = commands

export const screenCommands: Readonly<Record<Screen, CommandId>> = {
  home: 'screen.home',
  setup: 'screen.setup',
  timeline: 'screen.timeline',
  compare: 'screen.compare',
  compaction: 'screen.compaction',
  sweep: 'screen.sweep',
}

/** The key to show for a command; undefined where it has none. */
export function keyOf(id: CommandId, native = false): string | undefined {
  const spec = commandTable.find((known) => known.id === id)
  return (native ? spec?.nativeKey : undefined) ?? spec?.keys[0] ?? undefined
}

/** Where a command works, in words. */
export function placeOf(command: CommandSpec): string {
  return command.screen === undefined ? 'Everywhere' : screenTitles[command.screen]
}

export const commandPlaces: readonly string[] = ['Everywhere', ...screens.map((id) => screenTitles[id])]
