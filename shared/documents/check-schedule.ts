import { quote } from '../base/text.ts'
import { parseQuantity } from '../units/parse.ts'
import type { PartSection } from './experiment.ts'
import { interventionKinds, type InterventionInfo } from './forks/intervention.ts'
import { checkFields, checkParam } from './param-check.ts'
import {
  errorAt, isMapping, isRefusedKey, joinPath, kindWords, listWords, refusedKeyAt, warningAt, wordWanted,
} from './param-problem.ts' // prettier-ignore
import type { EngineId, ParamInfo, PartInfo } from './part.ts'
import type { Problem } from './problem.ts'
import type { StudyInfo } from './studies/studies.ts'

export const scheduleLimit = 1000

/** The parts chosen in a document, as far as they are known. */
export type ChosenParts = Partial<Readonly<Record<PartSection, PartInfo>>>

/** `policy.hot_threshold_ms` as section and parameter name; `undefined` where it is no such path. */
export function splitLivePath(
  path: string,
  { sections }: StudyInfo,
): { section: PartSection; name: string } | undefined {
  const dot = path.indexOf('.')
  const section = sections.find(({ name }) => name === path.slice(0, dot))?.name
  return dot < 0 || section === undefined ? undefined : { section, name: path.slice(dot + 1) }
}

export function checkSchedule(
  schedule: unknown,
  chosen: ChosenParts,
  parts: readonly PartInfo[],
  engine: EngineId,
  lengthSec: number,
  study: StudyInfo,
): Problem[] {
  if (!Array.isArray(schedule)) {
    const wayOut = `write a list such as [${interventionKinds[0].example}]`
    return [errorAt('schedule', 'wrong-type', `"schedule" is ${kindWords(schedule)}`, wayOut)]
  }
  if (schedule.length > scheduleLimit) {
    const fact = `"schedule" has ${schedule.length} entries, more than ${scheduleLimit}`
    return [errorAt('schedule', 'too-many-rows', fact, 'split the experiment')]
  }
  return schedule.flatMap((entry: unknown, i) => {
    const then = { ...chosen, ...swappedPolicy(schedule, i, parts) }
    return checkEntry(entry, `schedule.${i}`, then, parts, engine, lengthSec, study)
  })
}

/** The policy that the entries before this one, in order of time, have put in charge. */
function swappedPolicy(
  schedule: readonly unknown[],
  at: number,
  parts: readonly PartInfo[],
): { policy?: PartInfo } {
  const swaps = schedule.flatMap((entry, i) => {
    const kind = isMapping(entry) && isMapping(entry.policy) ? entry.policy.kind : undefined
    return kind === undefined ? [] : [{ i, kind, sec: timeOf(entry) }]
  })
  if (swaps.length === 0) return {}
  const sec = timeOf(schedule[at])
  const last = swaps
    .filter((swap) => swap.sec < sec || (swap.sec === sec && swap.i < at))
    .reduce<(typeof swaps)[number] | undefined>((a, b) => (a && a.sec > b.sec ? a : b), undefined)
  const part = parts.find(({ family, id }) => family === 'policy' && id === last?.kind)
  return part === undefined ? {} : { policy: part }
}

function timeOf(entry: unknown): number {
  const parsed = parseQuantity(isMapping(entry) ? entry.atSec : undefined, 's')
  return parsed.ok ? parsed.value : Infinity
}

/** What may happen in a run of this study. */
function kindsOf({ interventions }: StudyInfo): readonly InterventionInfo[] {
  return interventionKinds.filter(({ id }) => interventions.includes(id))
}

function checkEntry(
  entry: unknown,
  path: string,
  chosen: ChosenParts,
  parts: readonly PartInfo[],
  engine: EngineId,
  lengthSec: number,
  study: StudyInfo,
): Problem[] {
  const kinds = kindsOf(study)
  const kindIds = kinds.map(({ id }) => id)
  const entryFields = ['atSec', ...kindIds]
  if (!isMapping(entry)) {
    const fact = `an entry of "schedule" is ${kindWords(entry)}`
    return [errorAt(path, 'wrong-type', fact, `write one such as ${interventionKinds[0].example}`)]
  }
  const problems: Problem[] = []
  for (const key of Object.keys(entry)) {
    if (entryFields.includes(key)) continue
    const at = joinPath(path, key)
    const fact = `an entry of "schedule" has no field ${quote(key)}`
    if (isRefusedKey(key)) problems.push(refusedKeyAt(at, key))
    else problems.push(errorAt(at, 'unknown-field', fact, wordWanted(key, entryFields, 'field')))
  }
  problems.push(...checkTime(entry.atSec, joinPath(path, 'atSec'), lengthSec))
  const given = kinds.filter(({ id }) => entry[id] !== undefined)
  if (given.length !== 1) {
    const fact =
      given.length === 0
        ? 'an entry of "schedule" does not say what happens'
        : `an entry of "schedule" has ${given.map(({ id }) => quote(id)).join(' and ')}, and only one may happen in it`
    const wayOut =
      given.length === 0
        ? `write one of ${listWords(kindIds)}, such as ${interventionKinds[0].example}`
        : 'write an entry for each'
    return [...problems, errorAt(path, 'what-happens', fact, wayOut)]
  }
  const [kind] = given
  const at = joinPath(path, kind.id)
  return [...problems, ...checkKind(kind, entry[kind.id], at, chosen, parts, engine, study)]
}

function checkKind(
  kind: InterventionInfo,
  value: unknown,
  path: string,
  chosen: ChosenParts,
  parts: readonly PartInfo[],
  engine: EngineId,
  study: StudyInfo,
): Problem[] {
  if (!isMapping(value) || Object.keys(value).length === 0) {
    const fact = isMapping(value) ? `${quote(kind.id)} is empty` : `${quote(kind.id)} is ${kindWords(value)}`
    return [errorAt(path, 'wrong-type', fact, `write an entry such as ${kind.example}`)]
  }
  if (kind.id === 'set')
    return Object.entries(value).flatMap(([target, to]) =>
      checkChange(target, to, joinPath(path, target), chosen, study),
    )
  if (chosen.policy?.adopts?.length === 0) {
    const fact = `the policy ${quote(chosen.policy.id)} keeps books of its own, which no ${quote(kind.id)} may contradict`
    return [errorAt(path, 'keeps-books', fact, 'choose a policy that is no cache, or remove this entry')]
  }
  if (kind.id === 'policy') return checkSwap(value, path, parts, engine)
  const problems = checkFields(kind.params, value, path, quote(kind.id))
  if (Object.hasOwn(value, 'page')) return problems
  return [
    ...problems,
    errorAt(
      joinPath(path, 'page'),
      'missing-page',
      `${quote(kind.id)} names no page`,
      `write an entry such as ${kind.example}`,
    ),
  ]
}

function takesOver({ engines, adopts }: PartInfo, engine: EngineId): boolean {
  return (adopts ?? engines).includes(engine)
}

/** Caches keep books of every access from the first on, so none of them can take over. */
function checkSwap(
  choice: Readonly<Record<string, unknown>>,
  path: string,
  parts: readonly PartInfo[],
  engine: EngineId,
): Problem[] {
  const family = parts.filter((part) => part.family === 'policy')
  const at = joinPath(path, 'kind')
  const part = family.find(({ id }) => id === choice.kind)
  const ids = family
    .filter((known) => known.engines.includes(engine) && takesOver(known, engine))
    .map(({ id }) => id)
  if (part === undefined) {
    const word = typeof choice.kind === 'string' ? choice.kind : (JSON.stringify(choice.kind) ?? '')
    const fact = choice.kind === undefined ? '"policy" has no "kind"' : `there is no policy ${quote(word)}`
    return [errorAt(at, 'unknown-kind', fact, wordWanted(word, ids, 'kind'))]
  }
  const { kind: _, ...fields } = choice
  const problems = checkFields(part.params, fields, path, `the policy ${quote(part.id)}`)
  if (!part.engines.includes(engine)) {
    const fact = `the policy ${quote(part.id)} does not run on the engine ${quote(engine)}`
    problems.push(errorAt(at, 'engine', fact, `choose from ${listWords(ids)}`))
  } else if (!takesOver(part, engine)) {
    const fact = `the policy ${quote(part.id)} must see a run from its first access on ${quote(engine)}, so it cannot take over`
    problems.push(
      errorAt(at, 'no-takeover', fact, `choose from ${listWords(ids)}, or an experiment of its own`),
    )
  }
  return problems
}

function checkTime(atSec: unknown, path: string, lengthSec: number): Problem[] {
  const parsed = parseQuantity(atSec, 's')
  if (!parsed.ok) {
    const fact =
      atSec === undefined
        ? '"atSec" is missing'
        : `"atSec" ${parsed.error.split('; ')[0]}: ${kindWords(atSec)}`
    return [errorAt(path, 'wrong-type', fact, 'write the moment in simulated seconds, such as 60')]
  }
  if (parsed.value < 0) {
    const fix = { title: 'use 0 s', path, value: 0 }
    return [
      errorAt(path, 'out-of-range', `"atSec" is ${parsed.value} s, before the start`, 'use at least 0 s', [
        fix,
      ]),
    ]
  }
  if (parsed.value < lengthSec) return []
  const fact = `"atSec" is ${parsed.value} s, but the run ends at ${lengthSec} s, so this never takes place`
  return [warningAt(path, 'after-the-end', fact, 'choose an earlier moment, or a longer run')]
}

function checkChange(
  target: string,
  value: unknown,
  path: string,
  chosen: ChosenParts,
  study: StudyInfo,
): Problem[] {
  const split = splitLivePath(target, study)
  if (split === undefined || isRefusedKey(split.name)) {
    const fact = `${quote(target)} is not a path to a parameter of a part`
    return [
      errorAt(
        path,
        'unknown-path',
        fact,
        `write SECTION.NAME, with a section out of ${listWords(study.sections.map(({ name }) => name))}`,
      ),
    ]
  }
  const part = chosen[split.section]
  if (part === undefined) return []
  const live = part.params.filter((info) => info.live)
  const info = part.params.find((known) => known.name === split.name)
  if (info?.live) return checkParam(info, value, path)
  const liveWords = live.map((known: ParamInfo) => `${split.section}.${known.name}`)
  if (info === undefined) {
    const fact = `${quote(part.id)} has no parameter ${quote(split.name)}`
    return [
      errorAt(
        path,
        'unknown-path',
        fact,
        wordWanted(target, liveWords, 'parameter that may change in a run'),
      ),
    ]
  }
  const wayOut =
    live.length === 0 ? `no parameter of ${quote(part.id)} can` : `these can: ${listWords(liveWords)}`
  const fact = `${quote(split.name)} of ${quote(part.id)} cannot change during a run`
  return [errorAt(path, 'not-live', fact, `${wayOut}; or set it from the start, in an experiment of its own`)]
}
