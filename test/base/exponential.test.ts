import { expect, test } from 'vitest'
import { exponentialOf } from '../../shared/base/exponential.ts'
import { ln } from '../../shared/base/exact-math.ts'
import { bitsAt, createStream } from '../../shared/base/random.ts'

test('[E25] an exponential draw is −ln of the uniform draw to within 1e-14, at every magnitude and at both ends', () => {
  const stream = createStream(1, 'test')
  const edges = [0, 1, 2, 3, 4294967294, 4294967295, ...Array.from({ length: 32 }, (_, k) => (1 << k) >>> 0)]
  const drawn = Array.from({ length: 200_000 }, (_, i) => bitsAt(stream, i, 0) >>> (i % 32))
  let worst = 0
  for (const bits of [...edges, ...drawn]) {
    worst = Math.max(worst, Math.abs(exponentialOf(bits) + ln((bits + 0.5) / 4294967296)))
  }
  expect(worst).toBeLessThan(1e-14)
})
