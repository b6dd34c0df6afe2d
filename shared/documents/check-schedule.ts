import { quote } from '../base/text.ts'
import { parseQuantity } from '../units/parse.ts'
import { partSections, type PartSection } from './experiment.ts'
import { checkParam } from './param-check.ts'
import {
  errorAt, isMapping, isRefusedKey, joinPath, kindWords, listWords, refusedKeyAt, warningAt, wordWanted,
} from './param-problem.ts' // prettier-ignore
import type { ParamInfo, PartInfo } from './part.ts'
import type { Problem } from './problem.ts'

export const scheduleLimit = 1000

/** The parts chosen in a document, as far as they are known. */
export type ChosenParts = Partial<Readonly<Record<PartSection, PartInfo>>>

/** `policy.hot_threshold_ms` as section and parameter name; `undefined` where it is no such path. */
export function splitLivePath(path: string): { section: PartSection; name: string } | undefined {
  const dot = path.indexOf('.')
  const section = partSections.find((known) => known === path.slice(0, dot))
  return dot < 0 || section === undefined ? undefined : { section, name: path.slice(dot + 1) }
}

export function checkSchedule(schedule: unknown, chosen: ChosenParts, lengthSec: number): Problem[] {
  if (!Array.isArray(schedule)) {
    const wayOut = 'write a list such as [{atSec: 60, set: {policy.NAME: VALUE}}]'
    return [errorAt('schedule', 'wrong-type', `"schedule" is ${kindWords(schedule)}`, wayOut)]
  }
  if (schedule.length > scheduleLimit) {
    const fact = `"schedule" has ${schedule.length} entries, more than ${scheduleLimit}`
    return [errorAt('schedule', 'too-many-rows', fact, 'split the experiment')]
  }
  return schedule.flatMap((entry: unknown, i) => checkEntry(entry, `schedule.${i}`, chosen, lengthSec))
}

function checkEntry(entry: unknown, path: string, chosen: ChosenParts, lengthSec: number): Problem[] {
  if (!isMapping(entry)) {
    return [
      errorAt(
        path,
        'wrong-type',
        `an entry of "schedule" is ${kindWords(entry)}`,
        'write {atSec: …, set: {…}}',
      ),
    ]
  }
  const problems: Problem[] = []
  for (const key of Object.keys(entry)) {
    if (key === 'atSec' || key === 'set') continue
    const at = joinPath(path, key)
    const fact = `an entry of "schedule" has no field ${quote(key)}`
    if (isRefusedKey(key)) problems.push(refusedKeyAt(at, key))
    else problems.push(errorAt(at, 'unknown-field', fact, wordWanted(key, ['atSec', 'set'], 'field')))
  }
  problems.push(...checkTime(entry.atSec, joinPath(path, 'atSec'), lengthSec))
  const at = joinPath(path, 'set')
  if (!isMapping(entry.set) || Object.keys(entry.set).length === 0) {
    const fact = isMapping(entry.set) ? '"set" is empty' : `"set" is ${kindWords(entry.set)}`
    return [
      ...problems,
      errorAt(at, 'wrong-type', fact, 'write paths and values, such as {policy.NAME: VALUE}'),
    ]
  }
  for (const [target, value] of Object.entries(entry.set)) {
    problems.push(...checkChange(target, value, joinPath(at, target), chosen))
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

function checkChange(target: string, value: unknown, path: string, chosen: ChosenParts): Problem[] {
  const split = splitLivePath(target)
  if (split === undefined || isRefusedKey(split.name)) {
    const fact = `${quote(target)} is not a path to a parameter of a part`
    return [
      errorAt(
        path,
        'unknown-path',
        fact,
        `write SECTION.NAME, with a section out of ${listWords(partSections)}`,
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
