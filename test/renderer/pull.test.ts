import { expect, test } from 'vitest'
import { pullFor, serves } from '../../renderer/plot/tracks/pull.ts'
import { panned, zoomed } from '../../shared/figures/time-range.ts'

const whole = { fromNs: 0, toNs: 1000e9 }
const range = { fromNs: 400e9, toNs: 500e9 }
const first = pullFor(range, whole, 800, 'a b', 100)
const ask = (r: typeof range, fine = false) => serves(first, r, 800, pullFor(r, whole, 800, 'a b', 100), fine)

test('[V3] columns are pulled at the resolution of the screen, with half a screen on either side', () => {
  expect(first).toEqual({ fromNs: 350e9, toNs: 550e9, points: 1600, what: 'a b', frames: 100 })
  expect(pullFor(whole, whole, 800, 'a', 1).points).toBe(800)
})

test('[V3] a pan within the margin and a small zoom pull nothing', () => {
  expect(ask(range)).toBe(true)
  expect(ask(panned(range, whole, 40e9))).toBe(true)
  expect(ask(zoomed(range, whole, 0.8, 450e9))).toBe(true)
})

test('[V3] leaving the margin or coming much closer pulls, unless the frames themselves are there', () => {
  expect(ask(panned(range, whole, 60e9))).toBe(false)
  expect(ask(zoomed(range, whole, 0.5, 450e9))).toBe(false)
  expect(ask(zoomed(range, whole, 0.5, 450e9), true)).toBe(true)
})

test('[V3] other columns and newer frames pull', () => {
  const again = (what: string, frames: number) =>
    serves(first, range, 800, pullFor(range, whole, 800, what, frames), true)
  expect(again('a b', 100)).toBe(true)
  expect(again('a', 100)).toBe(false)
  expect(again('a b', 101)).toBe(false)
})
