/** Frames `first` to `first + count − 1`, drawn from slot `slot` on. */
export interface StripWindow {
  readonly first: number
  readonly count: number
  readonly slot: number
}

/** Slots between two windows, for the dots that stand for the frames left out. */
export const gapSlots = 2

/**
 * Which frames of a zone a strip of `slots` cells shows: all of them where they fit; else some around each of two
 * places that matter (where a page comes from, where it goes), or one stretch that holds both where they are near.
 */
export function stripWindows(
  frames: number,
  slots: number,
  low: number,
  high: number,
): readonly StripWindow[] {
  if (frames <= slots) return [{ first: 0, count: frames, slot: 0 }]
  const [a, b] = [Math.min(low, high), Math.max(low, high)]
  if (b - a + 1 <= slots - 2) return [{ first: within(a - Math.floor((slots - (b - a + 1)) / 2), frames - slots), count: slots, slot: 0 }] // prettier-ignore
  const count = Math.floor((slots - gapSlots) / 2)
  const left = within(a - Math.floor(count / 3), frames - count)
  const right = within(b - Math.floor((2 * count) / 3), frames - count)
  if (left + count >= right) return [{ first: within(left, frames - slots), count: slots, slot: 0 }]
  return [
    { first: left, count, slot: 0 },
    { first: right, count, slot: count + gapSlots },
  ]
}

/** The slot of a frame; undefined where no window shows it. */
export function slotOf(windows: readonly StripWindow[], frame: number): number | undefined {
  const window = windows.find(({ first, count }) => frame >= first && frame < first + count)
  return window && window.slot + frame - window.first
}

function within(first: number, most: number): number {
  return Math.min(Math.max(0, first), Math.max(0, most))
}
