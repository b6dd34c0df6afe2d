import {
  isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Alias, type Node, type YAMLError,
  type YAMLMap, type YAMLSeq,
} from 'yaml' // prettier-ignore
import { quote } from '../../shared/base/text.ts'
import type { PlacedProblem } from '../../shared/contract/lab.ts'
import { errorAt, joinPath } from '../../shared/documents/param-problem.ts'

/** YAML text as a plain value that remembers its lines. Bounded in size, depth and what aliases unfold to. */
export interface YamlTree {
  /** Absent where the text is not YAML, or is more than is allowed. */
  readonly value?: unknown
  readonly problems: readonly PlacedProblem[]
  /** The line of the field at a path, or of the nearest field around it. */
  lineOf(path: string): number | undefined
}

const textLimit = 1024 * 1024
const nodeLimit = 20_000
const depthLimit = 16

export function readYamlTree(text: string): YamlTree {
  const lines = new Map<string, number>()
  const problems: PlacedProblem[] = []
  const tree = {
    problems,
    lineOf(path: string) {
      for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
        const line = lines.get(at)
        if (line !== undefined) return line
      }
      return undefined
    },
  }
  if (text.length > textLimit) {
    const fact = `the text has ${text.length} characters, more than ${textLimit}`
    problems.push(errorAt('', 'too-large', fact, 'an experiment is a short text: is this the right file?'))
    return tree
  }
  const counter = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    stringKeys: true,
    // Checked below: the library compares each key with every other.
    uniqueKeys: false,
    // Whatever a %YAML directive says: "yes" is text and "<<" is no merge.
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
  })
  const lineAt = (offset: number) => counter.linePos(offset).line
  const faults = [...document.errors, ...document.warnings]
  if (faults.length > 0) {
    problems.push(...faults.slice(0, 20).map((fault) => yamlProblem(fault, lineAt(fault.pos[0]))))
    return tree
  }
  const walk = createWalk(lineAt, lines, problems)
  const value = walk(document.contents, '', 0)
  return problems.length > 0 ? tree : { ...tree, value }
}

const waysOut: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  MULTIPLE_DOCS: 'keep one experiment in a file, and no "---" or "..." after it',
  RESOURCE_EXHAUSTION: 'an experiment is a few levels deep: is this the right file?',
  TAG_RESOLVE_FAILED: 'remove the "!": tags have no meaning here',
  MISSING_CHAR: 'close the bracket or quote, or put the text into quotes',
  NON_STRING_KEY: 'write a plain word before the colon',
  BAD_INDENT: 'line it up with the fields beside it, and close every bracket',
}

function yamlProblem(fault: YAMLError, line: number): PlacedProblem {
  const [first = ''] = fault.message.split('\n')
  const fact = `not YAML: ${first[0]?.toLowerCase() ?? ''}${first.slice(1)}`
  return { ...errorAt('', 'bad-yaml', fact, waysOut[fault.code] ?? 'correct the text on this line'), line }
}

type Walk = (node: unknown, path: string, depth: number) => unknown

function createWalk(
  lineAt: (offset: number) => number,
  lines: Map<string, number>,
  problems: PlacedProblem[],
): Walk {
  const anchors = new Map<string, Node>()
  let unfolding = 0
  let nodes = 0
  let tooMuch = false

  function refuse(node: Node, fact: string, wayOut: string): undefined {
    tooMuch = true
    problems.push({ ...errorAt('', 'too-large', fact, wayOut), line: lineOfNode(node) })
  }

  function lineOfNode(node: Node): number {
    return lineAt(node.range?.[0] ?? 0)
  }

  function walkMap(map: YAMLMap, path: string, depth: number): unknown {
    const fields = new Map<string, unknown>()
    for (const pair of map.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : ''
      const at = joinPath(path, key)
      const line = isScalar(pair.key) ? lineOfNode(pair.key) : lineOfNode(map)
      if (fields.has(key)) {
        const fact = `the field ${quote(key)} stands here a second time, first on line ${lines.get(at)}`
        problems.push({ ...errorAt(at, 'duplicate-field', fact, 'remove one of the two'), line })
        continue
      }
      lines.set(at, line)
      fields.set(key, walk(pair.value, at, depth + 1))
      if (tooMuch) break
    }
    return Object.fromEntries(fields)
  }

  function walkList(list: YAMLSeq, path: string, depth: number): unknown {
    const items: unknown[] = []
    for (const item of list.items) {
      const at = joinPath(path, items.length)
      lines.set(at, lineOfNode(item as Node))
      items.push(walk(item, at, depth + 1))
      if (tooMuch) break
    }
    return items
  }

  function walkAlias(alias: Alias, path: string, depth: number): unknown {
    const meant = anchors.get(alias.source)
    if (meant !== undefined) {
      unfolding++
      const value = walk(meant, path, depth + 1)
      unfolding--
      return value
    }
    const fact = `${quote(`*${alias.source}`)} names no anchor that stands before it`
    problems.push({ ...errorAt(path, 'bad-yaml', fact, 'put the text into quotes'), line: lineOfNode(alias) })
    return null
  }

  function walk(node: unknown, path: string, depth: number): unknown {
    if (tooMuch || node === null || node === undefined) return null
    if (++nodes > nodeLimit) {
      const fact = `the text unfolds to more than ${nodeLimit} values`
      return refuse(node as Node, fact, 'write fewer, or use fewer aliases ("*name")')
    }
    if (depth > depthLimit) {
      return refuse(
        node as Node,
        `values are nested more than ${depthLimit} deep`,
        'an experiment is a few levels deep',
      )
    }
    if (unfolding === 0 && !isAlias(node) && isNode(node) && node.anchor !== undefined)
      anchors.set(node.anchor, node)
    if (isMap(node)) return walkMap(node, path, depth)
    if (isSeq(node)) return walkList(node, path, depth)
    if (isAlias(node)) return walkAlias(node, path, depth)
    return isScalar(node) ? node.value : null
  }
  return walk
}
