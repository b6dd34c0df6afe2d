#!/usr/bin/env node
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLab } from '../../main/lab/lab.ts'
import { createLocalHost } from '../../main/lab/local-host.ts'
import { makeThumbnail, thumbnailText } from './make-thumbnail.ts'

/** `npm run thumbnails [ID…]`: runs ready experiments and keeps their pictures in examples/thumbnails/. */
const examples = join(import.meta.dirname, '../../examples')
const core = createLab(createLocalHost({ name: 'cli', stateFolder: undefined, traceFolders: [examples] }))
try {
  const { lab } = core.openSession()
  const wanted = process.argv.slice(2)
  for (const example of (await lab.catalog({})).examples) {
    if (wanted.length > 0 && !wanted.includes(example.id)) continue
    const start = performance.now()
    writeFileSync(join(examples, 'thumbnails', `${example.id}.json`), thumbnailText(await makeThumbnail(lab, example)))
    console.log(`${example.id}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
  }
} finally {
  await core.close()
} // prettier-ignore
