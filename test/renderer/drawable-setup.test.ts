import { expect, test } from 'vitest'
import { drawableSetup } from '../../renderer/state/drawable-setup.ts'
import { checkSetup } from '../../shared/documents/check-setup.ts'
import { isError } from '../../shared/documents/problem.ts'
import { fakeCatalog, fakeSetup } from '../app/fake-catalog.ts'

const { parts } = fakeCatalog
const drawable = (more: Parameters<typeof fakeSetup>[2]) => {
  const setup = fakeSetup('x', '', more)
  return drawableSetup(setup, checkSetup(setup, parts), parts)
}

test('[V17] a machine can be drawn while another section is wrong, but not while it is wrong itself', () => {
  const machine = { kind: 'two-tiers', dramGiB: 32 }
  const wrong = [
    { workload: { kind: 'trace' } },
    { policy: { kind: 'gone' } },
    { run: { seed: -1 } },
    { name: '' },
  ]
  for (const more of wrong) {
    const other = drawable({ machine, ...more })
    expect(other?.machine).toEqual(machine)
    expect(checkSetup(other, parts).filter(isError)).toEqual([])
  }
  expect(drawable({ machine: { kind: 'two-tiers', dramGiB: -1 } })).toBeUndefined()
  expect(drawable({ machine })).toBeUndefined()
})
