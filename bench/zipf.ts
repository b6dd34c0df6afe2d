import { fillZipfShares } from '../main/engine/agents/zipf-shares.ts'
import { createRankSampler } from '../main/engine/agents/rank-sampler.ts'
import { createSequence, createStream } from '../shared/base/random.ts'
import { samplerError } from './sampler-error.ts'
import { median, type Report } from './report.ts'

const draws = 65_536
const batches = 400
const targetPerSec = 100e6
const targetError = 2e-5

/** Zipf(0.99) ranks as the replay engine draws them: random bits and the sampler, and how far its shares are off. */
export function benchZipf(report: Report): void {
  for (const ranks of [65_536, 1_000_000, 16_000_000]) {
    const shares = new Float32Array(ranks)
    fillZipfShares(
      shares,
      Uint32Array.from({ length: ranks }, (_, rank) => rank),
      0.99,
      1,
    )
    const sampler = createRankSampler(shares)
    const sequence = createSequence(createStream(1, 'bench.zipf'), 0)
    const bits = new Uint32Array(draws * sampler.numbersPerRank)
    const picked = new Uint32Array(draws)
    const perSec: number[] = []
    for (let batch = 0; batch < batches; batch++) {
      const start = performance.now()
      sequence.fill(bits, bits.length)
      sampler.pick(bits, picked, draws)
      perSec.push((draws / (performance.now() - start)) * 1e3)
    }
    const speed = median(perSec)
    report.figure(`zipf, ${ranks} ranks`, `${(speed / 1e6).toFixed(0)} M/s`, {
      text: `≥ ${targetPerSec / 1e6} M/s`,
      holds: speed >= targetPerSec,
    })
    const error = samplerError(shares)
    report.figure('  total variation from exact shares', error.toExponential(1), {
      text: `≤ ${targetError}`,
      holds: error <= targetError,
    })
  }
}
