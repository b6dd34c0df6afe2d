import { fillZipfShares } from '../main/engine/agents/zipf-shares.ts'
import { createRankSampler } from '../main/engine/agents/rank-sampler.ts'
import { createSequence, createStream } from '../shared/base/random.ts'
import { median, type Report } from './report.ts'

const draws = 65_536
const batches = 400
const targetPerSec = 100e6
const targetError = 2e-5

/** Zipf(0.99) ranks as the replay engine draws them: random bits and the sampler, and how far its shares are off. */
export function benchZipf(report: Report): void {
  for (const ranks of [65_536, 1_000_000]) {
    const shares = new Float32Array(ranks)
    fillZipfShares(
      shares,
      Uint32Array.from({ length: ranks }, (_, rank) => rank),
      0.99,
      1,
    )
    const sampler = createRankSampler(shares)
    const sequence = createSequence(createStream(1, 'bench.zipf'), 0)
    const bits = new Uint32Array(draws)
    const picked = new Uint32Array(draws)
    const perSec: number[] = []
    for (let batch = 0; batch < batches; batch++) {
      const start = performance.now()
      sequence.fill(bits, draws)
      sampler.pick(bits, picked, draws)
      perSec.push((draws / (performance.now() - start)) * 1e3)
    }
    const speed = median(perSec)
    report.figure(`zipf, ${ranks} ranks`, `${(speed / 1e6).toFixed(0)} M/s`, {
      text: `≥ ${targetPerSec / 1e6} M/s`,
      holds: speed >= targetPerSec,
    })
    const error = totalVariation(shares, sampler)
    report.figure('  total variation from exact shares', error.toExponential(1), {
      text: `≤ ${targetError}`,
      holds: error <= targetError,
    })
  }
}

/** Half the sum of the differences between exact shares and those of every 32-bit number, each taken once. */
function totalVariation(shares: Float32Array, sampler: ReturnType<typeof createRankSampler>): number {
  const counts = new Float64Array(shares.length)
  const bits = new Uint32Array(draws)
  const picked = new Uint32Array(draws)
  for (let high = 0; high < 65_536; high++) {
    for (let i = 0; i < draws; i++) bits[i] = ((high << 16) | i) >>> 0
    sampler.pick(bits, picked, draws)
    for (let i = 0; i < draws; i++) counts[picked[i]]++
  }
  let total = 0
  for (const share of shares) total += share
  let difference = 0
  for (let rank = 0; rank < shares.length; rank++)
    difference += Math.abs(counts[rank] / 4_294_967_296 - shares[rank] / total)
  return difference / 2
}
