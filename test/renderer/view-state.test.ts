import { expect, test } from 'vitest'
import { keyName } from '../../renderer/state/commands/press-key.ts'
import { commandTable } from '../../shared/contract/commands.ts'
import { screens } from '../../shared/contract/screens.ts'
import { readView, startView, writeView, type ViewState } from '../../renderer/state/view-state.ts'

test('[V12] a view comes back as it was kept; what is not well-formed counts as absent', () => {
  const view: ViewState = {
    screen: 'timeline', experiment: 'e1', run: 'r2', cursorNs: 5e9, range: { fromNs: 1e9, toNs: 9e9 },
    pinned: ['share'], matrix: 'overlay:2',
    overlays: [
      { id: '1', path: '/a/vm.log', kind: 'vmstat', offsetSec: -2.5, columns: ['pgfault'], intervalSec: 2, fromAddress: undefined, toAddress: undefined },
      { id: '2', path: '/a/damon.txt', kind: 'damon', offsetSec: 0, columns: [], intervalSec: undefined, fromAddress: 4096, toAddress: 8192 },
    ],
    endA: 2e9, endB: 4e9, speed: { unit: 'frames', amount: 5 },
    panels: { left: 300, 'track share': 90 },
  } // prettier-ignore
  expect(readView(JSON.parse(JSON.stringify(writeView(view))))).toEqual(view)
  expect(readView(null)).toEqual(startView)
  const broken = {
    screen: 'x',
    cursorNs: -1,
    range: { fromNs: 9, toNs: 1 },
    pinned: [1, 'a'],
    run: 7,
    endB: 'x',
    speed: { unit: 'frames', amount: -3 },
    panels: { left: 'wide' },
  }
  expect(readView(broken)).toEqual({
    ...startView,
    pinned: ['a'],
    speed: { ...startView.speed, unit: 'frames' },
  })
  expect(readView({ overlays: [{ path: 7 }, { path: 'x', kind: 'y' }, null] }).overlays).toBeUndefined()
})

test('[V13] no key means two things on one screen', () => {
  for (const screen of screens) {
    const here = commandTable.filter((command) => !command.screen || command.screen === screen)
    const keys = here.flatMap((command) => [...command.keys, command.nativeKey ?? []].flat())
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
  }
})

test('[V13] keys are named as the table spells them', () => {
  const name = (key: string, mods = {}) =>
    keyName({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...mods })
  expect(name(' ')).toBe('Space')
  expect(name('w')).toBe('W')
  expect(name('?', { shiftKey: true })).toBe('?')
  expect(name('Z', { ctrlKey: true, shiftKey: true })).toBe('Ctrl+Shift+Z')
  expect(name('s', { metaKey: true })).toBe('Ctrl+S')
})
