import fc from 'fast-check'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import type { EngineId, ParamInfo, PartInfo } from '../../shared/documents/part.ts'
import {
  choiceIn, partChosen, partsFor, studies, studyOf, type SectionInfo, type StudyInfo,
} from '../../shared/documents/studies/studies.ts' // prettier-ignore

/** The engines of a study: what its field "engine" offers, or the one that a study without it has. */
function enginesOf({ runParams }: StudyInfo): readonly EngineId[] {
  const engine = runParams.find((info) => info.name === 'engine')
  return engine?.type === 'choice' ? engine.choices.map(({ value }) => value as EngineId) : ['steps']
}

/** Valid setups of any study that has parts: any that run on the engine, any fields in range, sometimes with a unit. */
export function randomSetup(parts: readonly PartInfo[]): fc.Arbitrary<ExperimentSetup> {
  const known = studies.filter(({ sections }) => sections.every((of) => partsFor(of, parts).length > 0))
  const cases = known.flatMap((study) => enginesOf(study).map((engine) => ({ study, engine })))
  return fc.constantFrom(...cases).chain(({ study, engine }) => {
    const of = (section: SectionInfo) =>
      fc
        .constantFrom(...partsFor(section, parts).filter((part) => part.engines.includes(engine)))
        .chain((part) => fields(part.params).map((values) => ({ kind: part.id, ...values })))
    const sections = Object.fromEntries(study.sections.map((section) => [section.name, of(section)]))
    const { runParams } = study
    const chosen = runParams.some((info) => info.name === 'engine') ? { engine } : {}
    const head = {
      format: fc.constant(1),
      study: fc.constant(study.id),
      name: line(1, 60).map((text) => `n${text}`),
      about: text(300),
      run: fields(runParams.filter((info) => info.name !== 'engine')).map((run) => ({ ...run, ...chosen })),
    }
    return fc.record({ ...head, ...sections }).chain(
      (setup) => schedule(setup as unknown as ExperimentSetup, parts).map((entries) =>
        (entries.length === 0 ? setup : { ...setup, schedule: entries }) as unknown as ExperimentSetup),
    ) // prettier-ignore
  })
}

function fields(params: readonly ParamInfo[]): fc.Arbitrary<Record<string, unknown>> {
  const required = params.filter((info) => info.type === 'file').map((info) => info.name)
  return fc.record(Object.fromEntries(params.map((info) => [info.name, valueOf(info)])), {
    requiredKeys: required,
  })
}

function valueOf(info: ParamInfo): fc.Arbitrary<unknown> {
  switch (info.type) {
    case 'integer':
      return fc.integer({ min: Math.ceil(info.min), max: Math.floor(info.max) })
    case 'number':
      return fc.oneof(
        fc.double({ min: info.min, max: info.max, noNaN: true }).map((value) => value + 0),
        info.unit === 'ms'
          ? fc.integer({ min: 1, max: 1000 }).map((value) => `${value} ms`)
          : fc.constant(info.default),
      )
    case 'flag':
      return fc.boolean()
    case 'choice':
      return fc.constantFrom(...info.choices.map((choice) => choice.value))
    case 'text':
      return line(0, info.maxLength)
    case 'file':
      return line(1, 80)
    case 'table':
      return fc.array(fields(info.columns), { minLength: info.minRows, maxLength: info.maxRows })
  }
}

function schedule(setup: ExperimentSetup, parts: readonly PartInfo[]): fc.Arbitrary<unknown[]> {
  const live = studyOf(setup).sections.flatMap((section) => {
    const part = partChosen(section, choiceIn(setup, section.name), parts)
    return (part?.params ?? [])
      .filter((info) => info.live)
      .map((info) => [`${section.name}.${info.name}`, info] as const)
  })
  if (live.length === 0) return fc.constant([])
  const set = fc
    .constantFrom(...live)
    .chain(([path, info]) => valueOf(info).map((value) => ({ [path]: value })))
  return fc.array(
    fc.record({ atSec: fc.double({ min: 0, max: 1e4, noNaN: true }).map((at) => at + 0), set }),
    { maxLength: 3 },
  )
}

/** Text such as people and their file names have it: quotes, colons, hashes, umlauts and the words of YAML itself. */
function line(minLength: number, maxLength: number): fc.Arbitrary<string> {
  const awkward = fc.constantFrom('yes', 'null', '~', '1e3', '0x10', '- a', 'a: b', '# x', "it's", '"q"', '*a', '&a', '!t', '%', ' x ', '12:30', '=', '<<', '{a}', '')
  const free = fc.string({ unit: fc.constantFrom(...'ab:#-\'"{}[],&*!|>%@`é 1\\'), minLength, maxLength: Math.min(maxLength, 20) })
  return fc.oneof(free, awkward.filter((word) => word.length >= minLength && word.length <= maxLength))
} // prettier-ignore

function text(maxLength: number): fc.Arbitrary<string> {
  return fc.array(line(0, 40), { maxLength: 4 }).map((lines) => lines.join('\n').slice(0, maxLength))
}
