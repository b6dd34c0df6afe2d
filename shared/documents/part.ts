import type { UnitId } from '../units/unit.ts'

/**
 * What a part says of itself. Everything that anybody shows or checks about a part comes from here: the form, the
 * command line, `tierlab parts`, the range check and its words, the fidelity card, the documentation.
 * Parts declare it in their own file; `main/engine/catalog.ts` lists them; nothing else registers anything.
 */
export interface PartInfo {
  /** File name, document word (`kind: <id>`) and identity, all in one. */
  readonly id: string
  readonly family: PartFamily
  readonly title: string
  /** What it is, in one sentence. */
  readonly about: string
  /** The engines it runs on; `checkSetup` refuses the others. */
  readonly engines: readonly EngineId[]
  /**
   * Policies only: engines on which it can take over a machine that is populated; absent: all of its engines. None: it
   * keeps books of every access from the first on (a cache), so no veto and no forced move may contradict it either.
   */
  readonly adopts?: readonly EngineId[]
  readonly params: readonly ParamInfo[]
  readonly fidelity: Fidelity
  /** What checks and estimates need to know of a policy; they know none by name. */
  readonly traits?: readonly PartTrait[]
  /** Where its rules and figures come from. */
  readonly sources: readonly string[]
}

/** What a part can stand for. A section takes the parts of one family (`studies/studies.ts`). */
export const partFamilies = [
  'machine', 'workload', 'policy', 'mechanism', 'zone', 'zone-workload', 'trigger', 'compactor',
] as const // prettier-ignore
export type PartFamily = (typeof partFamilies)[number]

/**
 * stays: never moves a page. cache: pages live in the slowest tier, the fast one holds copies on demand.
 * foresight: keeps the whole future in memory. lookahead: is told the accesses of each coming span. kswapd: keeps the kernel's watermarks.
 */
export type PartTrait = 'stays' | 'cache' | 'foresight' | 'lookahead' | 'kswapd'

/**
 * replay: every access is charged, one by one. rates: pages have rates, accesses are Poisson (or sweep in order).
 * steps: every step of the algorithm under study is carried out, at full scale.
 */
export type EngineId = 'replay' | 'rates' | 'steps'

export interface Fidelity {
  readonly models: readonly string[]
  readonly approximates: readonly string[]
  readonly leavesOut: readonly string[]
}

/** Fields of `run` that bring a model of their own with them: what it does, as a part says of itself. */
export interface SettingsInfo extends Pick<
  PartInfo,
  'id' | 'title' | 'about' | 'engines' | 'fidelity' | 'sources'
> {
  readonly params: readonly ParamInfo[]
  /** The field that brings it in, with one of these values. */
  readonly when: { readonly name: string; readonly is: readonly ParamValue[] }
}

/** One parameter, declared once: type, unit, default, range, words. */
export type ParamInfo = NumberParam | FlagParam | ChoiceParam | TextParam | FileParam | TableParam

interface ParamBase {
  /** The field in a document and on the command line. A knob of the kernel keeps the kernel's own name. */
  readonly name: string
  /** The words before the field in a form. */
  readonly label: string
  /** What it does, and what more or less of it means. */
  readonly about: string
  /** Where the default and the range come from; "assumption" where nobody measured it. */
  readonly source: string
  /** May a run in progress change it (a schedule's `set`)? */
  readonly live?: boolean
  /** Shown only when a person asks for all fields. */
  readonly advanced?: boolean
  /** Only asked for while another field of the same part has one of these values. */
  readonly when?: { readonly name: string; readonly is: readonly ParamValue[] }
}

export interface NumberParam extends ParamBase {
  readonly type: 'number' | 'integer'
  readonly unit: UnitId
  readonly default: number
  readonly min: number
  readonly max: number
  /** Why the range ends where it ends, if that is not plain. */
  readonly rangeReason?: string
  /**
   * The id of the memory node whose capacity it is, so that the node can be dragged in a drawing. In a table: the
   * column that holds the id.
   */
  readonly capacityOf?: string
}

export interface FlagParam extends ParamBase {
  readonly type: 'flag'
  readonly default: boolean
}

export interface ChoiceParam extends ParamBase {
  readonly type: 'choice'
  readonly default: string
  readonly choices: readonly { readonly value: string; readonly title: string }[]
}

export interface TextParam extends ParamBase {
  readonly type: 'text'
  readonly default: string
  readonly maxLength: number
}

/** A file on the machine that runs the core. */
export interface FileParam extends ParamBase {
  readonly type: 'file'
  readonly default: string
}

/** Rows of fields, for what there may be several of (the nodes of a machine). */
export interface TableParam extends ParamBase {
  readonly type: 'table'
  readonly default: readonly ParamRow[]
  readonly columns: readonly Exclude<ParamInfo, TableParam>[]
  readonly minRows: number
  readonly maxRows: number
}

export type ParamScalar = number | boolean | string
export type ParamRow = Readonly<Record<string, ParamScalar>>
export type ParamValue = ParamScalar | readonly ParamRow[]
export type ParamValues = Readonly<Record<string, ParamValue>>

/** A part chosen in a document: its id and the fields that differ from the defaults. */
export interface PartChoice {
  readonly kind: string
  readonly [field: string]: ParamValue
}
