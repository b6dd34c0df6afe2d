/** The screens of the window in the order of its tabs. Alt and the number of the place goes there. */
export const screens = ['home', 'setup', 'timeline', 'sweep'] as const
export type Screen = (typeof screens)[number]

export const screenTitles: Readonly<Record<Screen, string>> = {
  home: 'Home',
  setup: 'Setup',
  timeline: 'Timeline',
  sweep: 'Sweep',
}
