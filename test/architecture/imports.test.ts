import { describe, expect, test } from 'vitest'
import { circles } from './circles.ts'
import { forbiddenImports } from './import-table.ts'
import { sourceFiles } from './source-files.ts'

const planted = (path: string, ...imports: string[]) =>
  forbiddenImports([{ path, text: imports.map((to) => `import { x } from '${to}'`).join('\n') }])

test('[A1] every import is one the table allows', () => {
  expect(forbiddenImports(sourceFiles('shared', 'main', 'renderer'))).toEqual([])
})

describe('[A1] the table can fail', () => {
  test('renderer and main never import each other', () => {
    expect(planted('renderer/state/runs.ts', '../../main/lab/lab.ts')).toEqual([
      'from renderer/state/runs.ts, to main/lab/lab.ts, allowed: renderer shared svelte uplot immer',
    ])
    expect(planted('main/lab/lab.ts', '../../renderer/state/runs.ts')).toHaveLength(1)
  })

  test('the engine knows documents, immer and itself, but no host, contract or history', () => {
    expect(planted('main/engine/run-point.ts', './study.ts', '../../shared/base/random.ts', 'immer')).toEqual(
      [],
    )
    for (const to of ['node:fs', '../../shared/contract/lab.ts', '../history/diff.ts', '../lab/lab.ts']) {
      expect(planted('main/engine/run-point.ts', to), to).toHaveLength(1)
    }
  })

  test('history knows shared and immer only', () => {
    expect(planted('main/history/diff.ts', '../../shared/documents/run.ts', 'immer')).toEqual([])
    expect(planted('main/history/diff.ts', '../engine/study.ts')).toHaveLength(1)
  })

  test('a host never imports the engine or another host', () => {
    expect(planted('main/hosts/cli/cli.ts', '../../lab/lab.ts', 'node:path', 'cac')).toEqual([])
    expect(planted('main/hosts/cli/cli.ts', '../../engine/study.ts', '../web/web.ts')).toHaveLength(2)
  })

  test('only exact-math imports @stdlib', () => {
    expect(planted('shared/base/exact-math.ts', '@stdlib/math-base-special-exp')).toEqual([])
    expect(planted('shared/base/random.ts', '@stdlib/math-base-special-exp')).toHaveLength(1)
    expect(planted('main/engine/study.ts', '@stdlib/math-base-special-exp')).toHaveLength(1)
  })

  test('a part never imports another part, nor the catalog', () => {
    const part = 'main/engine/policies/nomad.ts'
    expect(
      planted(part, './policy.ts', './nomad/shadow.ts', '../linux/lru.ts', '../machines/machine.ts'),
    ).toEqual([])
    expect(planted(part, './tpp.ts', '../workloads/zipf.ts', '../catalog.ts')).toHaveLength(3)
  })

  test('a folder without a row imports nothing', () => {
    expect(planted('main/plugins/x.ts', '../../shared/base/text.ts')).toEqual([
      'from main/plugins/x.ts, to shared/base/text.ts, allowed: nothing (the folder has no row)',
    ])
  })

  test('type imports, re-exports, dynamic imports and components count too', () => {
    const spellings = [
      "import type { A } from '../../main/lab/lab.ts'",
      "export * from '../../main/lab/lab.ts'",
      "const lab = await import('../../main/lab/lab.ts')",
      "import '../../main/lab/lab.ts'",
    ]
    for (const text of spellings) {
      expect(forbiddenImports([{ path: 'renderer/views/a.ts', text }]), text).toHaveLength(1)
      const component = `<script lang="ts">\n${text}\n</script>\n<p>hello</p>`
      expect(forbiddenImports([{ path: 'renderer/views/A.svelte', text: component }]), text).toHaveLength(1)
    }
  })
})

describe('[A5] files that import each other', () => {
  const file = (path: string, ...imports: string[]) => ({
    path,
    text: imports.map((to) => `import type { X } from '${to}'`).join('\n'),
  })

  test('there are none, types included', () => {
    expect(circles(sourceFiles('shared', 'main', 'renderer', 'scripts', 'bench'))).toEqual([])
  })

  test('a circle is found however long it is, and what only hangs on it is not part of it', () => {
    const files = [
      file('main/a.ts', './b.ts'),
      file('main/b.ts', './deep/c.ts', './d.ts'),
      file('main/deep/c.ts', '../a.ts'),
      file('main/d.ts'),
      file('main/e.ts', './a.ts'),
      file('main/f.ts', './f.ts'),
    ]
    expect(circles(files)).toEqual([['main/a.ts', 'main/b.ts', 'main/deep/c.ts'], ['main/f.ts']])
  })
})
