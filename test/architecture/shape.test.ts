import { describe, expect, test } from 'vitest'
import { sourceFiles, type SourceFile } from './source-files.ts'

const MOST_LINES = 350
const MOST_FILES = 24

const files = sourceFiles('main', 'renderer', 'shared', 'test', 'scripts', 'bench')
const planted = (path: string, text = 'export const x = 1\n'): SourceFile => ({ path, text })

function tooLong(all: SourceFile[]): string[] {
  return all
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0) }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) => `${path}: ${lines} lines, at most ${MOST_LINES}`)
}

function tooFull(all: SourceFile[]): string[] {
  const counts = new Map<string, number>()
  for (const { path } of all) {
    const folder = path.slice(0, path.lastIndexOf('/'))
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return [...counts]
    .filter(([, count]) => count > MOST_FILES)
    .map(([folder, count]) => `${folder}: ${count} source files, at most ${MOST_FILES}`)
}

/** The tools' own files are loaded by their default export; components have no other. */
function defaultExports(all: SourceFile[]): string[] {
  return all
    .filter(({ path }) => !path.startsWith('scripts/') && !/\.(config\.[jt]s|svelte)$/.test(path))
    .filter(({ text }) => /^export default\b|^export\s*\{[^}]*\bas default\b/m.test(text))
    .map(({ path }) => `${path}: export by name`)
}

function barrels(all: SourceFile[]): string[] {
  return all
    .filter(({ path }) => /\/index\.[a-z]+$/.test(path))
    .map(({ path }) => `${path}: import from the file itself`)
}

function emptyNames(all: SourceFile[]): string[] {
  return all
    .filter(({ path }) =>
      /(^|[/.-])(utils?|helpers?|managers?)(?=[/.-])|[a-z](Utils?|Helpers?|Managers?)\./i.test(path),
    )
    .map(({ path }) => `${path}: name it for what it knows`)
}

test(`[A2] no source file is longer than ${MOST_LINES} lines`, () => {
  expect(tooLong(files)).toEqual([])
  expect(
    tooLong([planted('main/a.ts', 'x\n'.repeat(350)), planted('renderer/b.css', 'x\n'.repeat(351))]),
  ).toEqual(['renderer/b.css: 351 lines, at most 350'])
})

test(`[A3] no folder holds more than ${MOST_FILES} source files`, () => {
  expect(tooFull(files)).toEqual([])
  const crowd = Array.from({ length: 25 }, (_, i) => planted(`main/lab/f${i}.ts`))
  expect(tooFull(crowd)).toEqual(['main/lab: 25 source files, at most 24'])
  expect(tooFull(crowd.slice(1))).toEqual([])
})

describe('[A4] a thing has one name', () => {
  test('exported by that name, never as default', () => {
    expect(defaultExports(files)).toEqual([])
    expect(defaultExports([planted('main/a.ts', 'export default function a() {}')])).toHaveLength(1)
    expect(defaultExports([planted('main/a.ts', 'export { a as default }')])).toHaveLength(1)
    expect(defaultExports([planted('renderer/A.svelte', 'export default 1')])).toEqual([])
  })

  test('imported from its own file: there are no barrels', () => {
    expect(barrels(files)).toEqual([])
    expect(barrels([planted('shared/units/index.ts')])).toHaveLength(1)
  })

  test('that says what it is: no utils, helpers or managers', () => {
    expect(emptyNames(files)).toEqual([])
    const bad = [
      'shared/utils/x.ts',
      'main/lab/run-helpers.ts',
      'renderer/state/windowManager.ts',
      'main/util.ts',
    ]
    expect(emptyNames(bad.map((path) => planted(path)))).toHaveLength(bad.length)
    expect(emptyNames([planted('main/engine/pages/utilisation.ts')])).toEqual([])
  })
})
