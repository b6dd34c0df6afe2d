import { expect, test } from 'vitest'
import { frameAt } from '../../../renderer/plot/tracks/frames.ts'
import { trackHeights } from '../../../renderer/plot/tracks/columns-of-screen.ts'
import {
  changed,
  createPlayer,
  inUnit,
  startSpeed,
  withAmount,
  type Speed,
} from '../../../renderer/state/timeline/playing.ts'

const range = { fromNs: 0, toNs: 100e9 }
const times = Float64Array.from({ length: 100 }, (_, i) => (i + 1) * 1e9)

/** Where the cursor is after so many pictures of 16 ms. */
function played(speed: Speed, pictures: number, fromNs = 0): number {
  const player = createPlayer()
  let cursorNs = fromNs
  for (let i = 0; i < pictures; i++) cursorNs = player.advance(cursorNs, 16, speed, range, times)
  return cursorNs
}

test('[V21] a run plays in simulated time, or so that the range takes as long as is said', () => {
  expect(played({ unit: 'time', amount: 10 }, 125)).toBeCloseTo(20e9, -3)
  expect(played({ unit: 'range', amount: 20 }, 125)).toBeCloseTo(10e9, -3)
})

test('[V21] frame by frame, slower than the screen and faster, no frame is owed for long', () => {
  expect(played({ unit: 'frames', amount: 5 }, 126, 1e9)).toBe(11e9)
  expect(played({ unit: 'frames', amount: 5 }, 12, 1e9)).toBe(1e9)
  expect(played({ unit: 'frames', amount: 500 }, 10, 1e9)).toBe(81e9)
  expect(played({ unit: 'frames', amount: 1e5 }, 10, 1e9)).toBe(100e9)
})

test('[V21] faster is fewer seconds for a range and more of the rest; nonsense changes nothing', () => {
  expect(changed(startSpeed, 2)).toEqual({ unit: 'range', amount: 10 })
  expect(changed(inUnit('frames'), 2)).toEqual({ unit: 'frames', amount: 20 })
  expect(changed(inUnit('time'), 0.5)).toEqual({ unit: 'time', amount: 5 })
  for (const amount of [0, -1, Number.NaN, Infinity])
    expect(withAmount(startSpeed, amount)).toEqual(startSpeed)
})

test('[V21] a moment has the last frame that ended by then', () => {
  expect([-5, 1e9, 1.5e9, 99e9, 1e15].map((timeNs) => frameAt(times, timeNs))).toEqual([0, 0, 0, 98, 99])
  expect(frameAt(new Float64Array(0), 5)).toBe(-1)
})

test('[V24] tracks keep the height that a person chose, the rest share what is left', () => {
  expect(trackHeights(500, [undefined, 200, undefined])).toEqual([140, 200, 140])
  expect(trackHeights(400, [undefined, 201, undefined])).toEqual([98, 201, 98])
  expect(trackHeights(100, [undefined, undefined])).toEqual([63, 63])
})
