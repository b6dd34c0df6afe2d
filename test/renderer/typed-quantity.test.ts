import { expect, test } from 'vitest'
import { readTyped, showTyped } from '../../renderer/state/typed-quantity.ts'

test('[V5] a field reads units of its kind, and thousands as it shows them', () => {
  expect(readTyped('16 GiB', 'MiB')).toBe(16_384)
  expect(readTyped('0.1 s', 'ms')).toBe(100)
  expect(readTyped('90 000', 'ms')).toBe(90_000)
  expect(readTyped('75 %', 'share')).toBe(0.75)
  expect(readTyped('−3', 'none')).toBe(-3)
})

test('[V5] what cannot be read stays as it was typed, so that the check can say what is wrong with it', () => {
  expect(readTyped('16 furlongs', 'GiB')).toBe('16 furlongs')
  expect(readTyped('', 'GiB')).toBe('')
})

test('[V5] a shown number reads back as itself', () => {
  for (const value of [0, 1, 0.99, 1000, 65_536, 1234567.25, 1e-6, 8640000000]) {
    expect(readTyped(showTyped(value, 'ns'), 'ns'), String(value)).toBe(value)
  }
  expect(showTyped('2 GiB', 'MiB')).toBe('2048')
  expect(showTyped('nonsense', 'MiB')).toBe('nonsense')
})
