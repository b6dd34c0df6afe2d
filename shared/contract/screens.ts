/** The screens of the window in the order of its tabs. Alt and the number of the place goes there. */
export const screens = ['home', 'setup', 'timeline', 'compare', 'compaction', 'sweep'] as const
export type Screen = (typeof screens)[number]

export const screenTitles: Readonly<Record<Screen, string>> = {
  home: 'Home',
  setup: 'Setup',
  timeline: 'Timeline',
  compare: 'Compare',
  compaction: 'Compaction',
  sweep: 'Sweep',
}

/** Screens that show one run at one cursor: the Timeline's commands work on all of them. */
const runScreens: readonly Screen[] = ['timeline', 'compare', 'compaction']

export function showsRun(screen: Screen): boolean {
  return runScreens.includes(screen)
}

/** Does a command of screen `place` work on screen `shown`? */
export function worksOn(place: Screen | undefined, shown: Screen): boolean {
  return place === undefined || place === shown || (place === 'timeline' && showsRun(shown))
}

/** Where a run of a study is looked at first. */
export function screenOfStudy(study: string): Screen {
  return study === 'compaction' ? 'compaction' : 'timeline'
}
