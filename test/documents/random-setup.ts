import fc from 'fast-check'
import {
  partSections, runParams, type ExperimentSetup, type PartSection,
} from '../../shared/documents/experiment.ts' // prettier-ignore
import type { ParamInfo, PartInfo } from '../../shared/documents/part.ts'

/** Valid setups: any parts that run on the engine, any fields in range, numbers sometimes with a unit. */
export function randomSetup(parts: readonly PartInfo[]): fc.Arbitrary<ExperimentSetup> {
  return fc.constantFrom('rates', 'replay').chain((engine) => {
    const of = (section: PartSection) =>
      fc
        .constantFrom(
          ...parts.filter((part) => part.family === section && part.engines.includes(engine as 'rates')),
        )
        .chain((part) => fields(part.params).map((values) => ({ kind: part.id, ...values })))
    const sections = Object.fromEntries(partSections.map((section) => [section, of(section)]))
    const head = {
      format: fc.constant(1),
      study: fc.constant('tiering'),
      name: line(1, 60).map((text) => `n${text}`),
      about: text(300),
      run: fields(runParams.filter((info) => info.name !== 'engine')).map((run) => ({ ...run, engine })),
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
  const live = partSections.flatMap((section) => {
    const part = parts.find((known) => known.family === section && known.id === setup[section].kind)
    return (part?.params ?? [])
      .filter((info) => info.live)
      .map((info) => [`${section}.${info.name}`, info] as const)
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
