import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadExamples } from '../../main/lab/examples.ts'
import { createLab } from '../../main/lab/lab.ts'
import { createLocalHost } from '../../main/lab/local-host.ts'
import { makeThumbnail, thumbnailText } from '../../scripts/thumbnails/make-thumbnail.ts'
import { thumbnailOrder } from '../../shared/documents/gallery/thumbnail.ts'

const folder = join(import.meta.dirname, '../../examples')
const examples = await loadExamples(folder)
const core = createLab(createLocalHost({ name: 'cli', stateFolder: undefined, traceFolders: [folder] }))
const { lab } = core.openSession()
afterAll(() => core.close())

test('[L30] the gallery has ten experiments and more, each with a topic, words on what to look for and a picture', () => {
  expect(examples.length).toBeGreaterThanOrEqual(10)
  for (const { id, topic, setup, yaml, thumbnail } of examples) {
    expect(topic, id).not.toBe('Experiments')
    expect(setup.about?.length ?? 0, id).toBeGreaterThan(60)
    expect(thumbnailOrder(yaml), `${id} says what its picture shows`).toBeDefined()
    expect(thumbnail, `npm run thumbnails ${id} makes its picture`).toBeDefined()
  }
  const kept = readdirSync(join(folder, 'thumbnails')).map((name) => name.replace(/\.json$/, ''))
  expect(kept.sort()).toEqual(examples.map(({ id }) => id).sort())
})

describe.concurrent('a picture is what its experiment shows', () => {
  test.each(examples.map((example) => [example.id, example] as const))(
    '[L31] %s, run again',
    { timeout: 120_000 },
    async (id, example) => {
      const kept = readFileSync(join(folder, 'thumbnails', `${id}.json`), 'utf8')
      expect(thumbnailText(await makeThumbnail(lab, example)), `npm run thumbnails ${id}`).toBe(kept)
    },
  )
})
