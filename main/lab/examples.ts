import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Example } from '../../shared/contract/lab.ts'
import type { Thumbnail } from '../../shared/documents/gallery/thumbnail.ts'
import { parts } from '../engine/catalog.ts'
import { readSetup } from './read-setup.ts'

const topicLine = /^#\s*topic:\s*(.+)$/m

/**
 * The gallery: every experiment in the examples' folder, in the order of their file names. A first line such as
 * `# topic: Tiered memory` says under which heading it stands. A file with an error in it is left out.
 */
export async function loadExamples(folder: string): Promise<readonly Example[]> {
  const names = await readdir(folder).catch((): string[] => [])
  const loaded = await Promise.all(
    names
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map(async (name) => readExample(folder, basename(name, '.yaml'))),
  )
  return loaded.filter((example) => example !== undefined)
}

async function readExample(folder: string, id: string): Promise<Example | undefined> {
  const yaml = await readFile(join(folder, `${id}.yaml`), 'utf8')
  const { setup } = readSetup(yaml, parts)
  if (!setup) return undefined
  const thumbnail = await readThumbnail(join(folder, 'thumbnails', `${id}.json`))
  const topic = topicLine.exec(yaml)?.[1]?.trim() ?? 'Experiments'
  return { id, topic, setup, yaml, ...(thumbnail && { thumbnail }) }
}

/** Made by `npm run thumbnails`; an example without one is drawn from its setup. */
async function readThumbnail(path: string): Promise<Thumbnail | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as Thumbnail)
}
