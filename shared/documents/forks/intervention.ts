import type { ParamInfo, ParamScalar, ParamValue, PartChoice } from '../part.ts'

/**
 * A change at a moment of simulated time: `atSec` and exactly one of the kinds below. Forks are experiments with
 * interventions. `set`, `force` and `policy` take place at the first epoch that begins at or after the moment, so that
 * all that was recorded until then stays as it is; `veto` holds for every move from the moment on.
 */
export interface Intervention {
  readonly atSec: number
  /** Parameters to set from then on, by path: `policy.hot_threshold_ms: 250`. Only those declared `live`. */
  readonly set?: Readonly<Record<string, ParamValue>>
  /** Moves that the policy wants and does not get. Fields: `vetoParams`. */
  readonly veto?: Readonly<Record<string, ParamScalar>>
  /** A move that the policy did not ask for. Fields: `forceParams`. */
  readonly force?: Readonly<Record<string, ParamScalar>>
  /** Another policy from then on; it starts on the machine as it is populated. */
  readonly policy?: PartChoice
}

export type InterventionKind = 'set' | 'veto' | 'force' | 'policy'

/** One kind of intervention, declared once: check, plan, YAML, command line, form and documentation read it here. */
export interface InterventionInfo {
  /** The field of an entry of `schedule`. */
  readonly id: InterventionKind
  readonly title: string
  readonly about: string
  /** Fields of its own; none where it names parameters or a part. */
  readonly params: readonly ParamInfo[]
  /** What an entry of this kind looks like. */
  readonly example: string
}

const pageParam: ParamInfo = {
  name: 'page',
  label: 'Simulated page',
  about:
    'Number of the simulated page, or of the first of several, as decisions in CSV have it: a full page’s number divided by the scale.',
  source: 'free choice',
  type: 'integer',
  unit: 'none',
  default: 0,
  min: 0,
  max: 0xffffffff,
}

const pagesParam: ParamInfo = {
  name: 'pages',
  label: 'Pages',
  about: 'How many simulated pages from there on.',
  source: 'free choice',
  type: 'integer',
  unit: 'pages',
  default: 1,
  min: 1,
  max: 0xffffffff,
}

export const vetoParams: readonly ParamInfo[] = [
  pageParam,
  pagesParam,
  {
    name: 'times',
    label: 'How often',
    about: 'once: the next move of each of these pages is refused, later ones are not. always: none of them moves again.',
    source: 'free choice',
    type: 'choice',
    default: 'once',
    choices: [
      { value: 'once', title: 'the next move of each' },
      { value: 'always', title: 'every move from then on' },
    ],
  },
] // prettier-ignore

export const forceParams: readonly ParamInfo[] = [
  pageParam,
  pagesParam,
  {
    name: 'node',
    label: 'To node',
    about: 'Id of the memory node to move them to; empty stands for the fastest.',
    source: 'free choice',
    type: 'text',
    default: '',
    maxLength: 64,
  },
]

export const interventionKinds: readonly InterventionInfo[] = [
  {
    id: 'set',
    title: 'Set parameters',
    about: 'Live parameters of a part take these values from then on.',
    params: [],
    example: '{atSec: 60, set: {policy.NAME: VALUE}}',
  },
  {
    id: 'veto',
    title: 'Veto a move',
    about: 'A move that the policy wants of these pages is refused, and recorded as vetoed by the experimenter.',
    params: vetoParams,
    example: '{atSec: 60, veto: {page: 4711, times: once}}',
  },
  {
    id: 'force',
    title: 'Force a move',
    about: 'These pages are moved to a node, as if the policy had asked for it; the application pays.',
    params: forceParams,
    example: '{atSec: 60, force: {page: 4711, node: NODE}}',
  },
  {
    id: 'policy',
    title: 'Swap the policy',
    about: 'Another policy decides from then on. It adopts the pages where they are and knows nothing of what was before.',
    params: [],
    example: '{atSec: 60, policy: {kind: WORD}}',
  },
] // prettier-ignore

/** The kind of an entry that was checked. */
export function interventionInfo(entry: Intervention): InterventionInfo {
  return interventionKinds.find(({ id }) => entry[id] !== undefined) ?? interventionKinds[0]
}
