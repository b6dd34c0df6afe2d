import { expect, it } from 'vitest'
import { bitsAt, createStream } from '../../../shared/base/random.ts'
import { createLatencyBelief } from '../../../main/engine/linux/latency-belief.ts'
import { createFakeHost } from './fake-host.ts'

it('[E32] the belief counted as it changes is that of looking through all pages', () => {
  const pageCount = 300
  const pagesPerBin = 7
  const host = createFakeHost({ pageCount, capacities: [pageCount, pageCount], placed: (page) => page % 2 })
  const active = new Set<number>()
  const tested = new Map<number, 'promoted' | 'hot'>()
  const belief = createLatencyBelief(
    host,
    (page) => active.has(page),
    (node) => node === 0,
  )
  const stream = createStream(5, 'belief')
  const bins = Math.ceil(pageCount / pagesPerBin)
  const plain = () => {
    const counts = new Float64Array(bins)
    for (let page = 0; page < pageCount; page++) {
      const hot = host.node[page] === 0 ? tested.get(page) === 'promoted' || active.has(page) : tested.get(page) === 'hot'
      if (hot) counts[Math.floor(page / pagesPerBin)]++
    }
    return counts
  } // prettier-ignore
  let believed = 0
  for (let step = 0; step < 5000; step++) {
    const page = bitsAt(stream, step, 0) % pageCount
    const draw = bitsAt(stream, step, 1) % 4
    if (host.node[page] === 1) {
      const sooner = draw > 1
      const moved = draw === 3
      if (moved) host.node[page] = 0
      if (sooner) tested.set(page, moved ? 'promoted' : 'hot')
      else tested.delete(page)
      belief.onTested(page, sooner, moved)
    } else if (draw > 0) {
      if (active.delete(page) === false) active.add(page)
      belief.onListed(page)
    } else {
      active.delete(page)
      tested.delete(page)
      host.node[page] = 1
      belief.onDemoted(page)
    }
    if (step % 100 !== 50) continue
    const counts = new Float64Array(bins)
    belief.addHotPages(counts, pagesPerBin)
    expect(counts).toEqual(plain())
    believed += counts.reduce((sum, pages) => sum + pages, 0)
  }
  expect(believed).toBeGreaterThan(1000)
})
