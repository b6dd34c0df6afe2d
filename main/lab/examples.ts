import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Example } from '../../shared/contract/lab.ts'
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
      .map(async (name) => readExample(basename(name, '.yaml'), await readFile(join(folder, name), 'utf8'))),
  )
  return loaded.filter((example) => example !== undefined)
}

function readExample(id: string, yaml: string): Example | undefined {
  const { setup } = readSetup(yaml, parts)
  return setup && { id, topic: topicLine.exec(yaml)?.[1]?.trim() ?? 'Experiments', setup, yaml }
}
