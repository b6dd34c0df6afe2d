import { describe, expect, it } from 'vitest'
import { createSimulation, parts, tieringParts } from '../../main/engine/catalog.ts'
import type { Recorder } from '../../main/engine/recording/recorder.ts'
import { createSilentRecorder } from '../../main/engine/recording/silent-recorder.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'
import { runThrough } from './hand-plan.ts'
import { setupWith } from './model/run.ts'

/** 2 GiB of each fast node, at scale 512, so that a working set of 12 GiB does not fit, whatever the machine. */
const scale = 512
const fastPages = 524_288

const policies = tieringParts.policies.filter(({ info }) => info.engines.includes('rates'))

describe('every policy on every machine', { timeout: 60_000 }, () => {
  for (const { info } of policies) {
    it(`[E22] rates, ${info.id}: on each preset every page is on one node, and no node holds more than it can`, () => {
      for (const machine of tieringParts.machines) {
        const setup = setupWith({
          run: { lengthSec: 4, scale: String(scale) },
          machine: { kind: machine.info.id, fastPages },
          workload: { kind: 'gups-colloid', workingSetGiB: 12, hotGiB: 1.5, antagonist: 1 },
          policy: { kind: info.id },
        })
        const plan = resolvePlan(setup, parts)
        if (plan.study !== 'tiering') throw new Error('a tiering setup has a tiering plan')
        const { nodes } = machine.createMachine(plan.machine.values, 4096)
        const pages = (12 * 262_144) / scale
        const cells = new Uint8Array(pages)
        const on = new Float64Array(nodes.length + 1)
        on[0] = pages
        let contradictions = 0
        const recorder: Recorder = {
          ...createSilentRecorder(),
          write(_map, cell, was, now) {
            if (cells[cell] !== was) contradictions++
            cells[cell] = now
            on[was]--
            on[now]++
          },
        }
        runThrough(createSimulation(plan), recorder, () => {
          expect(on[0], machine.info.id).toBe(0)
          nodes.forEach((node, n) => {
            const room = Math.floor(node.capacityBytes / 4096 / scale)
            expect(on[n + 1], `${machine.info.id}, ${node.id}`).toBeLessThanOrEqual(room)
          })
        })
        expect(contradictions, machine.info.id).toBe(0)
      }
    })
  }
})
