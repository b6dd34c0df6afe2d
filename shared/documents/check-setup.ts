import { either, quote } from '../base/text.ts'
import { setupFormat, type ExperimentSetup, type PartSection } from './experiment.ts'
import { checkFields, checkText } from './param-check.ts'
import {
  errorAt, isMapping, isRefusedKey, kindWords, refusedKeyAt, wordWanted,
} from './param-problem.ts' // prettier-ignore
import { resolveFields } from './param-value.ts'
import type { EngineId, PartInfo } from './part.ts'
import type { RunPlan } from './plan.ts'
import {
  findStudy,
  partChosen,
  partsFor,
  studies,
  studyIds,
  type SectionInfo,
  type StudyInfo,
} from './studies/studies.ts'
import { isError, type Problem } from './problem.ts'
import { checkPoints, checkSweep } from './check-sweep.ts'
import { checkSchedule, type ChosenParts } from './check-schedule.ts'
import { resolvePlan, scheduleEntries } from './resolve-plan.ts'

export const nameLength = 200
export const aboutLength = 4000

/**
 * All that can be said of a setup before it runs: the same function for the form, the command line and the core.
 * Takes anything, since documents come from outside. Without an error among the problems the value is an
 * `ExperimentSetup` and `resolvePlan` takes it. `extra` is asked about a setup that has no errors of its own:
 * what only the engine can tell, such as a working set larger than the machine.
 */
export function checkSetup(
  setup: unknown,
  parts: readonly PartInfo[],
  extra?: (plan: RunPlan) => readonly Problem[],
): Problem[] {
  if (!isMapping(setup)) {
    const wayOut = `start with "format: ${setupFormat}", "study: ${studyIds[0]}" and "name: …"`
    return [
      errorAt(
        '',
        'not-a-setup',
        `an experiment is a mapping of sections, this is ${kindWords(setup)}`,
        wayOut,
      ),
    ]
  }
  const head = checkHead(setup)
  if (head.some((problem) => problem.code.startsWith('format-'))) return head
  const { sweep, ...base } = setup
  const study = studyMeant(setup)
  const problems = [...head, ...checkSections(base, study, parts)]
  if (sweep !== undefined) {
    problems.push(...checkSweep(sweep, study))
    const whole = setup as unknown as ExperimentSetup
    if (!problems.some(isError))
      problems.push(...checkPoints(whole, parts, (point) => checkSetup(point, parts, undefined)))
  }
  if (extra === undefined || problems.some(isError)) return problems
  const whole = setup as unknown as ExperimentSetup
  return [...problems, ...inDocument(whole, parts, extra(resolvePlan(whole, parts)))]
}

/** The engine sees interventions in order of time; people see them where they wrote them. */
function inDocument(
  setup: ExperimentSetup,
  parts: readonly PartInfo[],
  problems: readonly Problem[],
): readonly Problem[] {
  const pattern = /^schedule\.(\d+)\./
  if (!problems.some(({ path }) => pattern.test(path))) return problems
  const entries = scheduleEntries(setup, parts)
  const placed = (path: string) => path.replace(pattern, (_, i: string) => `schedule.${entries[Number(i)]}.`)
  return problems.map((problem) => ({ ...problem, path: placed(problem.path) }))
}

/** A document that names no study is read as one of the first. */
function studyMeant(setup: Readonly<Record<string, unknown>>): StudyInfo {
  return findStudy(setup.study) ?? studies[0]
}

function checkHead(setup: Readonly<Record<string, unknown>>): Problem[] {
  const problems: Problem[] = []
  const study = studyMeant(setup)
  const known = [
    ...['format', 'study', 'name', 'about', 'run'],
    ...study.sections.map(({ name }) => name),
    ...['schedule', 'sweep'],
  ]
  for (const key of Object.keys(setup)) {
    if (isRefusedKey(key)) problems.push(refusedKeyAt(key, key))
    else if (!known.includes(key)) {
      const elsewhere = studies.find(({ sections }) => sections.some(({ name }) => name === key))
      const fact = `an experiment${elsewhere ? ` of the study ${quote(study.id)}` : ''} has no section ${quote(key)}`
      const wayOut = elsewhere ? `; the study ${quote(elsewhere.id)} has one` : ''
      problems.push(errorAt(key, 'unknown-section', fact, wordWanted(key, known, 'section') + wayOut))
    }
  }
  problems.push(...checkFormat(setup.format))
  if (findStudy(setup.study) === undefined) {
    const fact = setup.study === undefined ? '"study" is missing' : `"study" is ${kindWords(setup.study)}`
    const fixes = studyIds.map((id) => ({ title: `use ${quote(id)}`, path: 'study', value: id }))
    problems.push(errorAt('study', 'unknown-study', fact, `write ${either(studyIds.map(quote))}`, fixes))
  }
  const named = checkText('name', nameLength, setup.name, 'name')
  if (setup.name === undefined || setup.name === '' || isBlank(setup.name)) {
    problems.push(
      errorAt('name', 'empty-name', 'the experiment has no name', 'give it one, such as "name: first try"'),
    )
  } else problems.push(...named)
  if (setup.about !== undefined) problems.push(...checkText('about', aboutLength, setup.about, 'about'))
  return problems
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === ''
}

function checkFormat(format: unknown): Problem[] {
  if (format === setupFormat) return []
  const fixes = [{ title: `use ${setupFormat}`, path: 'format', value: setupFormat }]
  if (format === undefined || typeof format !== 'number' || !Number.isInteger(format)) {
    const fact =
      format === undefined ? '"format" is missing' : `"format" is ${kindWords(format)}, not a whole number`
    return [errorAt('format', 'missing-format', fact, `write "format: ${setupFormat}"`, fixes)]
  }
  if (format > setupFormat) {
    const fact = `"format" is ${format}, newer than the ${setupFormat} that this version reads`
    return [errorAt('format', 'format-newer', fact, 'open it with the version that wrote it, or a later one')]
  }
  const fact = `"format" is ${format}, older than the ${setupFormat} that this version reads`
  return [
    errorAt(
      'format',
      'format-older',
      fact,
      `write "format: ${setupFormat}" and see what else is said`,
      fixes,
    ),
  ]
}

function checkSections(
  setup: Readonly<Record<string, unknown>>,
  study: StudyInfo,
  parts: readonly PartInfo[],
): Problem[] {
  const { runParams } = study
  const problems: Problem[] = []
  const run = setup.run === undefined ? {} : setup.run
  if (isMapping(run)) problems.push(...checkFields(runParams, run, 'run', '"run"'))
  else
    problems.push(
      errorAt('run', 'wrong-type', `"run" is ${kindWords(run)}`, 'write its fields, such as "seed: 1"'),
    )
  const runValues = resolveFields(runParams, isMapping(run) ? run : {})

  const chosen: Partial<Record<PartSection, PartInfo>> = {}
  for (const section of study.sections) {
    const part = checkPart(section, setup[section.name], parts, problems)
    if (part !== undefined) chosen[section.name] = part
  }
  problems.push(...checkEngines(chosen, study, runValues.engine as EngineId | undefined, parts))
  if (setup.schedule !== undefined) {
    const engine = (runValues.engine ?? 'steps') as EngineId
    const lengthSec = runValues.lengthSec as number
    problems.push(...checkSchedule(setup.schedule, chosen, parts, engine, lengthSec, study))
  }
  return problems
}

function checkPart(
  info: SectionInfo,
  choice: unknown,
  parts: readonly PartInfo[],
  problems: Problem[],
): PartInfo | undefined {
  const family = partsFor(info, parts)
  const section = info.name
  const ids = family.map((part) => part.id)
  const path = `${section}.kind`
  const kind = isMapping(choice) && Object.hasOwn(choice, 'kind') ? choice.kind : undefined
  if (!isMapping(choice) || kind === undefined) {
    const meant = typeof choice === 'string' && ids.includes(choice) ? choice : undefined
    const fact = choice === undefined ? `the section ${quote(section)} is missing` : isMapping(choice)
      ? `${quote(section)} has no "kind"` : `${quote(section)} is ${kindWords(choice)}` // prettier-ignore
    const wayOut = `write "${section}: {kind: ${meant ?? 'WORD'}}"; ${wordWanted('', ids, 'kind')}`
    const fixes =
      meant === undefined ? [] : [{ title: `use ${quote(meant)}`, path: section, value: { kind: meant } }]
    problems.push(errorAt(choice === undefined ? section : path, 'missing-kind', fact, wayOut, fixes))
    return undefined
  }
  const part = partChosen(info, { kind }, parts)
  if (part === undefined) {
    const word = typeof kind === 'string' ? kind : JSON.stringify(kind)
    const elsewhere = parts.find((known) => known.id === word)
    const fact = `there is no ${section} ${quote(word)}${elsewhere ? `: that is a ${elsewhere.family}` : ''}`
    problems.push(errorAt(path, 'unknown-kind', fact, wordWanted(word, ids, 'kind')))
    return undefined
  }
  problems.push(...checkFields(part.params, withoutKind(choice), section, `the ${section} ${quote(part.id)}`))
  return part
}

function withoutKind(choice: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(choice).filter(([key]) => key !== 'kind'))
}

/** A study without a field "engine" has but one, and cannot offer another. */
function checkEngines(
  chosen: ChosenParts,
  study: StudyInfo,
  given: EngineId | undefined,
  parts: readonly PartInfo[],
): Problem[] {
  const engine = given ?? 'steps'
  return study.sections.flatMap((info) => {
    const section = info.name
    const part = chosen[section]
    if (part === undefined || part.engines.includes(engine)) return []
    const others = partsFor(info, parts).filter((other) => other.engines.includes(engine))
    if (given === undefined) {
      const fact = `the ${section} ${quote(part.id)} does not work in the study ${quote(study.id)}`
      const words = others.map((known) => known.id)
      return [errorAt(`${section}.kind`, 'engine', fact, wordWanted('', words, 'kind'))]
    }
    const fact = `the ${section} ${quote(part.id)} runs on the engine ${either(part.engines.map(quote))}, not on ${quote(engine)}`
    const wayOut = `set "run.engine" to ${either(part.engines.map(quote))}`
    const other = others.length === 0 ? '' : `, or choose ${either(others.map((known) => quote(known.id)))}`
    const fixes = [
      ...part.engines.map((id) => ({ title: `use the engine ${quote(id)}`, path: 'run.engine', value: id })),
      ...others.map((known) => ({ title: `use ${known.title}`, path: `${section}.kind`, value: known.id })),
    ]
    return [errorAt(`${section}.kind`, 'engine', fact, wayOut + other, fixes)]
  })
}
