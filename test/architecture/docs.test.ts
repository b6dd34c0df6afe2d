import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { describe, expect, test } from 'vitest'
import { metrics, parts } from '../../main/engine/catalog.ts'
import { partsDocument } from '../../scripts/write-parts-doc.mjs'
import { studies } from '../../shared/documents/studies/studies.ts'
import { unitOf } from '../../shared/units/unit.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** What is in the repository, and what would be if it were added now. */
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile())
const pages = files.filter((path) => path.endsWith('.md'))

/** A page without what stands in blocks of code. */
const prose = (page: string) => read(page).replace(/^```[\s\S]*?^```/gm, '')

/** Links and pictures of a page that lead elsewhere in the project. */
function linksOf(page: string): string[] {
  const text = prose(page)
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)]
  return targets.map(([, inText, inTag]) => inText ?? inTag ?? '').filter((to) => !/^[a-z]+:/.test(to))
}

/** The word behind # that leads to a heading. */
const anchorOf = (heading: string) =>
  heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-') // prettier-ignore

const anchorsOf = (page: string) =>
  [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => anchorOf(text))

function deadLinks(page: string): string[] {
  return linksOf(page).filter((link) => {
    const [path = '', anchor] = link.split('#')
    const to = path === '' ? page : join(dirname(page), path)
    if (!existsSync(join(root, to))) return true
    return anchor !== undefined && !anchorsOf(to).includes(anchor)
  })
}

describe.each(pages)('%s', (page) => {
  test('[P1] its links lead to files and headings that are there', () => {
    expect(deadLinks(page)).toEqual([])
  })

  test('[P2] the scripts that it tells people to run exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...read(page).matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
    const started = [...read(page).matchAll(/\bnode (scripts\/[\w-]+\.mjs)/g)].map(([, path = '']) => path)
    expect(started.filter((path) => !files.includes(path))).toEqual([])
  })

  test('[P3] the source files that it names exist', () => {
    const named = [...prose(page).matchAll(/`((?:[\w.-]+\/)*[\w-]+(?:\.\w+)*\.(?:ts|mjs|yaml|json|trace))`/g)]
    const paths = named.map(([, path = '']) => path).filter((path) => !path.includes('my-'))
    const known = (path: string) => files.some((file) => file === path || file.endsWith(`/${path}`))
    expect(paths.filter((path) => !known(path))).toEqual([])
  })
})

test('[P3] the examples that the README runs exist', () => {
  const named = [...read('README.md').matchAll(/examples\/[\w-]+\.yaml/g)].map(([path]) => path)
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter((path) => !files.includes(path))).toEqual([])
})

test('[P3] what code says of the docs is there: page, and heading in quotes', () => {
  const sources = files.filter((path) => /^(main|shared|renderer)\/.*\.(ts|svelte)$/.test(path))
  const named = sources.flatMap((path) => [...read(path).matchAll(/(docs\/[\w-]+\.md)(?:,? \(?"([^"]+)")?/g)])
  expect(named.length).toBeGreaterThan(0)
  const lost = named.filter(([, page = '', heading]) => {
    if (!files.includes(page)) return true
    return heading !== undefined && !anchorsOf(page).includes(anchorOf(heading))
  })
  expect(lost.map(([words]) => words)).toEqual([])
})

test('[P4] docs/parts.md is what the parts say of themselves', () => {
  const current = partsDocument({ parts, studies, metrics }, (unit) => unitOf(unit).symbol)
  expect(read('docs/parts.md'), 'write it anew with: node scripts/write-parts-doc.mjs').toBe(current)
})

test('[P5] ARCHITECTURE ends with seven files to read, in order', () => {
  const [, order = ''] = read('ARCHITECTURE.md').split('## A reading order\n')
  const steps = order.trim().split('\n')
  expect(steps.map((step) => Number.parseInt(step))).toEqual([1, 2, 3, 4, 5, 6, 7])
  const paths = steps.map((step) => /^\d\. \[([^\]]+)\]\(\1\): ./.exec(step)?.[1] ?? step)
  expect(paths.filter((path) => !files.includes(path))).toEqual([])
})

describe('[P6] no file tells where or with what it was written', () => {
  // In halves, so that this file tells nothing either.
  const folders = ['wo' + 'rk', 'ro' + 'ot', 'ho' + 'me/(?!me/)\\w+', 'Us' + 'ers/\\w+'].join('|')
  const tools = ['cla' + 'ude', 'anthro' + 'pic', 'chat' + 'gpt', 'open' + 'ai'].join('|')
  const telltale = new RegExp(`(?<![\\w.}/-])/(${folders})/|\\b(${tools})\\b`, 'gi')
  const texts = files.filter(
    (path) => !/\.(png|svg|trace|tierlab)$/.test(path) && path !== 'package-lock.json',
  )

  test('in what it says', () => {
    const found = texts.flatMap((path) =>
      (read(path).match(telltale) ?? []).map((words) => `${path}: ${words}`),
    )
    expect(found).toEqual([])
  })

  test('and the words would be found', () => {
    for (const words of [`see /${'wo'}rk/x`, `"/${'ho'}me/ann/y"`, `by ${'Cla'}ude`]) {
      expect(words.match(telltale), words).toHaveLength(1)
    }
    expect('renderer/work/plan.ts ~/home'.match(telltale)).toBeNull()
  })
})
