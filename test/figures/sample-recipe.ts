import type { FigureRecipe } from '../../shared/documents/figure/figure-recipe.ts'
import { smallSetup } from '../lab/test-core.ts'

export const sampleRecipe: FigureRecipe = {
  tierlab: 1,
  runs: [
    {
      setup: { ...smallSetup(), name: 'Größe <b>&"x"]]> -- 高' },
      seed: 7,
      engineVersion: '0.1.0',
      planHash: 'c0ffee',
      fingerprint: { frames: 4, untilNs: [1e9, 2e9], columns: { a: ['01', '02'], b: ['03', '04'] } },
    },
  ],
  tracks: ['latency'],
  matrix: 'accesses',
  fromNs: 0,
  toNs: 2e9,
}
