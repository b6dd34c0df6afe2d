import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareFingerprints,
  segmentEnds,
  segmentHash,
  type Fingerprint,
} from '../../shared/documents/figure/fingerprint.ts'
import { recipeElement } from '../../shared/figures/recipe/svg-recipe.ts'
import { withRecipe } from '../../shared/figures/recipe/png-recipe.ts'
import { readRecipe } from '../../shared/figures/recipe/read-recipe.ts'
import { sampleRecipe } from './sample-recipe.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const svg = bytesOf(
  `<svg xmlns="http://www.w3.org/2000/svg"><title>t</title>${recipeElement(sampleRecipe)}<g/></svg>`,
)

/** One black pixel, by hand. */
function tinyPng(): Uint8Array {
  const chunk = (type: string, data: Uint8Array) => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(data.length)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, data, Buffer.alloc(4)])
  }
  const header = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  const pixels = chunk('IDAT', deflateSync(Uint8Array.of(0, 0)))
  return Buffer.concat([signature, chunk('IHDR', header), pixels, chunk('IEND', new Uint8Array())])
}

test('[Y6] SVG and PNG give back the recipe that was put into them, whatever its words', () => {
  expect(readRecipe(svg)).toEqual(sampleRecipe)
  const png = withRecipe(tinyPng(), sampleRecipe)
  expect(readRecipe(png)).toEqual(sampleRecipe)
  expect(Buffer.from(png).subarray(-12).toString('latin1')).toContain('IEND')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const recipe = { ...sampleRecipe, tracks: [name] }
      expect(readRecipe(withRecipe(tinyPng(), recipe))).toEqual(recipe)
      expect(readRecipe(bytesOf(`<svg>${recipeElement(recipe)}</svg>`))).toEqual(recipe)
    }),
    { seed: 3, numRuns: 100 },
  )
})

test('[Y7] bytes that are no figure, or a damaged one, hold no recipe and do no harm', () => {
  const png = withRecipe(tinyPng(), sampleRecipe)
  expect(readRecipe(tinyPng())).toBeUndefined()
  expect(readRecipe(bytesOf('<svg/>'))).toBeUndefined()
  expect(
    readRecipe(bytesOf('<svg><metadata id="tierlab-recipe">{"tierlab":1}</metadata></svg>')),
  ).toBeUndefined()
  fc.assert(
    fc.property(fc.constantFrom(png, svg), fc.nat(), fc.nat(255), fc.nat(), (good, at, byte, cut) => {
      const bad = good.slice(0, cut % good.length)
      if (bad.length > 0) bad[at % bad.length] = byte
      const found = readRecipe(bad)
      expect(found === undefined || typeof found === 'object').toBe(true)
    }),
    { seed: 5, numRuns: 300 },
  )
})

test('[Y8] fingerprints of equal columns are equal; of others they name the column and the stretch that differs', () => {
  const frames = 100
  const printOf = (column: Float64Array): Fingerprint => {
    const ends = segmentEnds(frames)
    const hashes = ends.map((end, i) => segmentHash(column.subarray(ends[i - 1] ?? 0, end)))
    return { frames, untilNs: ends.map((end) => end * 1e9), columns: { same: ['aa'], column: hashes } }
  }
  const column = Float64Array.from({ length: frames }, (_, i) => i / 3)
  expect(segmentEnds(frames).at(-1)).toBe(frames)
  expect(segmentEnds(3)).toEqual([1, 2, 3])
  expect(compareFingerprints(printOf(column), printOf(column.slice()))).toEqual({ same: true })
  const other = column.slice()
  other[60] += 1e-12
  const found = compareFingerprints(printOf(column), printOf(other))
  expect(found).toMatchObject({ same: false, column: 'column', columns: 1 })
  expect(!found.same && found.fromNs).toBeLessThanOrEqual(60e9)
  expect(!found.same && found.fromNs).toBeGreaterThan(50e9)
  const shorter = { ...printOf(column), frames: 99 }
  expect(compareFingerprints(printOf(column), shorter)).toMatchObject({ same: false })
})
