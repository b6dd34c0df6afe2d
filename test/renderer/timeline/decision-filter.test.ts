import { expect, test } from 'vitest'
import { reasonCode, reasons } from '../../../shared/documents/decision.ts'
import {
  askedFilter,
  isFiltered,
  nameOf,
  noFilter,
  reasonsWith,
  typedPages,
} from '../../../renderer/state/timeline/decision-filter.ts'

test('[V22] words find the reasons that have all of them; a whole name finds that one alone', () => {
  expect(reasonsWith('KSWAPD inactive')).toContain(reasonCode('inactive-tail'))
  expect(reasonsWith('kswapd inactive')).not.toContain(reasonCode('hint-fault-hot'))
  expect(reasonsWith('no such words at all')).toEqual([])
  reasons.forEach((reason, code) => {
    const first = reasons.findIndex((other) => nameOf(other) === nameOf(reason))
    expect(reasonsWith(nameOf(reason))).toEqual([first === code ? code : first])
  })
})

test('[V22] pages are typed as people write them, and come out as simulated pages', () => {
  expect(typedPages('', 64)).toEqual({})
  expect(typedPages('9 791 552', 64)).toEqual({ page: 152_993 })
  expect(typedPages('0x40-0xff', 64)).toEqual({ page: 1, lastPage: 3 })
  expect(typedPages('5\u202f120 – 9000', 1)).toEqual({ page: 5120, lastPage: 9000 })
  for (const wrong of ['-3', '9-5', '1.5', 'page 7', '1-2-3']) expect(typedPages(wrong, 1)).toBe('bad')
})

test('[V22] what is chosen is what is asked: a verdict, an outcome, tiers, pages', () => {
  expect(askedFilter(noFilter)).toEqual({})
  expect(isFiltered(noFilter)).toBe(false)
  expect(askedFilter({ ...noFilter, outcome: 'refused', from: 1 })).toEqual({ verdict: 'refused', from: 1 })
  expect(askedFilter({ ...noFilter, outcome: 'movedBack', page: 0, lastPage: 9 })).toEqual({ outcome: 'movedBack', page: 0, lastPage: 9 })
  expect(askedFilter({ ...noFilter, words: 'nothing has this' })).toEqual({ reasons: [] })
  expect(isFiltered({ ...noFilter, to: 0 })).toBe(true)
}) // prettier-ignore
