import { expect, test } from 'vitest'
import { thumbnailLines } from '../../renderer/plot/thumbnail-lines.ts'
import type { Thumbnail } from '../../shared/documents/gallery/thumbnail.ts'

const numbers = (path: string) => [...path.matchAll(/-?[\d.]+/g)].map(([text]) => Number(text)) // prettier-ignore
const head = { planHash: 'p', title: 't' }

test('[V44] lines of a small picture stay within it, whatever the values', () => {
  const pictures: Thumbnail[] = [
    { ...head, kind: 'track', draw: 'lines', lines: [{ title: 'a', role: 'dram', values: [5, 0, 5e9, 7] }] },
    { ...head, kind: 'track', draw: 'steps', lines: [{ title: 'a', role: 'dram', values: [-3, 0, 2] }] },
    { ...head, kind: 'track', draw: 'lines', lines: [{ title: 'a', role: 'dram', values: [0, 0, 0] }] },
    { ...head, kind: 'track', draw: 'stack', lines: [{ title: 'a', role: 'dram', values: [0.2, 0.9] }, { title: 'b', role: 'cxl', values: [0.8, 0.1] }] },
    { ...head, kind: 'curve', lines: [{ title: 'lru', x: [1, 8, 64], y: [1, 0.3, 0] }, { title: 'min', x: [1, 64], y: [0.8, 0] }] },
  ] // prettier-ignore
  for (const picture of pictures) {
    const lines = thumbnailLines(picture, 276, 92)
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) {
      numbers(line.path + (line.area ?? '')).forEach((value, i) => {
        expect(value, line.path).toBeGreaterThanOrEqual(0)
        expect(value, line.path).toBeLessThanOrEqual(i % 2 === 0 ? 276 : 92)
      })
    }
  }
})

test('[V44] a stack is drawn from its whole down, so that each part shows', () => {
  const stack: Thumbnail = {
    ...head, kind: 'track', draw: 'stack',
    lines: [{ title: 'fast', role: 'dram', values: [0.25, 0.25] }, { title: 'slow', role: 'cxl', values: [0.75, 0.75] }],
  } // prettier-ignore
  expect(thumbnailLines(stack, 276, 92).map(({ title, path }) => [title, path])).toEqual([
    ['slow', 'M0,0 L276,0'],
    ['fast', 'M0,69 L276,69'],
  ])
})
