import type { Study } from '../../study.ts'
import { assemble, type TieringParts } from './assembly.ts'
import { createRatesSimulation } from './rates-simulation.ts'
import { createReplaySimulation } from './replay-simulation.ts'

/** CPU/GPU and tiered memory, on two engines of one model. */
export function createTieringStudy(parts: TieringParts): Study {
  return {
    id: 'tiering',
    createSimulation(plan) {
      const assembly = assemble(plan, parts)
      return plan.run.engine === 'rates' ? createRatesSimulation(assembly) : createReplaySimulation(assembly)
    },
  }
}
