import { dirname, join } from 'node:path/posix'
import ts from 'typescript'
import type { SourceFile } from './source-files.ts'

/**
 * Who may import whom. A row allows the folders and packages named on its right, and its own folder; the longest
 * row that fits a file decides. `node:` stands for everything Node brings. What has no row may import nothing.
 */
export const IMPORT_TABLE: Record<string, string[]> = {
  'shared/base/exact-math.ts': ['shared/base', '@stdlib'],
  'shared/base': [],
  'shared/units': ['shared/base'],
  'shared/documents': ['shared/base', 'shared/units'],
  'shared/contract': ['shared/base', 'shared/units', 'shared/documents'],
  'shared/figures': ['shared/base', 'shared/units', 'shared/documents', 'shared/contract'],
  // Failures cross the wire as what the contract says they are.
  'shared/rpc': ['shared/base', 'shared/contract'],

  'main/engine': ['shared/base', 'shared/units', 'shared/documents', 'immer'],
  'main/history': ['shared', 'immer'],
  'main/workspace': ['main/history', 'shared', 'immer', 'valibot', 'node:'],
  'main/lab': [
    ...[
      'main/engine',
      'main/history',
      'main/workspace',
      'shared',
      'immer',
      'valibot',
      'xz-decompress',
      'yaml',
    ],
    ...['hyparquet', 'hyparquet-writer', 'node:'],
  ],

  'main/hosts/electron': ['main/lab', 'main/workspace', 'shared', 'electron', 'node:'],
  'main/hosts/web': ['main/lab', 'main/workspace', 'shared', 'ws', 'node:'],
  'main/hosts/cli': ['main/lab', 'main/workspace', 'shared', 'cac', 'yaml', 'node:'],

  renderer: ['shared', 'svelte', 'uplot', 'immer'],
}

/** Folders of parts, each with the one file in it that is not a part but the interface all of them share. */
const PART_INTERFACES: Record<string, string> = {
  'main/engine/machines': 'machine.ts',
  'main/engine/workloads': 'workload.ts',
  'main/engine/policies': 'policy.ts',
  'main/engine/mechanisms': 'mechanism.ts',
  'main/engine/zones': 'zone.ts',
  'main/engine/zone-workloads': 'zone-workload.ts',
  'main/engine/triggers': 'trigger.ts',
  'main/engine/compactors': 'compactor.ts',
}

/** Every import the table does not allow, as *from, to, allowed*. */
export function forbiddenImports(files: SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const row = rowOf(path)
    const allowed = row ? [row, ...(IMPORT_TABLE[row] ?? [])] : []
    return importsOf(path, text).flatMap((to) => {
      if (!allowed.some((place) => isWithin(to, place))) {
        return [`from ${path}, to ${to}, allowed: ${allowed.join(' ') || 'nothing (the folder has no row)'}`]
      }
      const part = partOf(path)
      const other = partOf(to)
      if (part && (to === 'main/engine/catalog.ts' || (other && other !== part))) {
        return [
          `from ${path}, to ${to}, allowed: its own part and the interfaces (a part never knows another)`,
        ]
      }
      return []
    })
  })
}

/** What a file imports: paths from the top of the project, or names of packages. */
export function importsOf(path: string, text: string): string[] {
  const scripts = path.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '')
    : [text]
  const found = scripts.flatMap((script) => ts.preProcessFile(script, true, true).importedFiles)
  return found.map(({ fileName }) => (fileName.startsWith('.') ? join(dirname(path), fileName) : fileName))
}

function rowOf(path: string): string | undefined {
  const fitting = Object.keys(IMPORT_TABLE).filter((place) => isWithin(path, place))
  return fitting.sort((a, b) => b.length - a.length)[0]
}

function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(place.endsWith(':') ? place : `${place}/`)
}

/** The part a file belongs to: `policies/nomad.ts` and `policies/nomad/shadow.ts` are one. */
function partOf(path: string): string | undefined {
  const folder = Object.keys(PART_INTERFACES).find((place) => isWithin(path, place))
  if (!folder) return undefined
  const name = path.slice(folder.length + 1).split('/')[0] ?? ''
  return name === PART_INTERFACES[folder] ? undefined : `${folder}/${name.replace(/\.ts$/, '')}`
}
