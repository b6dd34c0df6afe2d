import { expect, test } from 'vitest'
import { drawnMachine } from '../../main/lab/drawn-machine.ts'

const machine = { kind: 'spr-ddr5-cxl', dramGiB: 32 }
const right = { format: 1, study: 'tiering', name: 'x', machine, workload: { kind: 'zipf' } }

test('[L13] a machine is told for a drawing while any other section is wrong, but not while it is wrong itself', () => {
  const whole = drawnMachine(right)
  expect(whole?.nodes.map((node) => [node.id, node.capacityBytes / 2 ** 30])).toEqual([
    ['dram0', 32],
    ['cxl1', 64],
  ])
  for (const wrong of [
    { workload: { kind: 'trace' } },
    { policy: { kind: 'gone' } },
    { run: 7 },
    { name: '' },
  ]) {
    expect(drawnMachine({ ...right, ...wrong })).toEqual(whole)
  }
  expect(drawnMachine({ ...right, machine: { kind: 'spr-ddr5-cxl', dramGiB: -1 } })).toBeUndefined()
  expect(drawnMachine({ ...right, machine: { kind: 'gone' } })).toBeUndefined()
  expect(drawnMachine('no setup')).toBeUndefined()
})
