import type { NumberParam, ParamInfo } from '../../../shared/documents/part.ts'
import type { SketchNode } from '../../../shared/documents/machine-sketch.ts'
import { parseQuantity } from '../../../shared/units/parse.ts'
import { unitOf } from '../../../shared/units/unit.ts'

/** The field that sets a node's capacity, where the machine part says that there is one. */
export interface CapacityField {
  readonly path: string
  readonly minBytes: number
  readonly maxBytes: number
  /** What the field takes for so many bytes. */
  valueOf(bytes: number): number
}

/** `fields`: the section `machine` of the setup. Undefined where another field overrides the capacity. */
export function capacityField(
  node: SketchNode,
  params: readonly ParamInfo[],
  fields: Readonly<Record<string, unknown>>,
): CapacityField | undefined {
  for (const param of params) {
    if (param.type === 'number' && param.capacityOf === node.id) {
      return fieldAt(`machine.${param.name}`, param, fields[param.name], node)
    }
    if (param.type !== 'table') continue
    const column = param.columns.find((each) => each.type === 'number' && each.capacityOf !== undefined)
    if (column?.type !== 'number') continue
    const rows = Array.isArray(fields[param.name]) ? (fields[param.name] as typeof param.default) : param.default
    const row = rows.findIndex((each) => each[column.capacityOf!] === node.id)
    if (row < 0) continue
    return fieldAt(`machine.${param.name}.${row}.${column.name}`, column, rows[row]?.[column.name], node)
  } // prettier-ignore
  return undefined
}

function fieldAt(path: string, param: NumberParam, value: unknown, node: SketchNode): CapacityField | undefined {
  const { inBase } = unitOf(param.unit)
  const read = parseQuantity(value ?? param.default, param.unit)
  const stands = read.ok ? read.value * inBase : NaN
  if (Math.abs(stands - node.capacityBytes) > node.capacityBytes * 1e-6) return undefined
  return {
    path,
    minBytes: param.min * inBase,
    maxBytes: param.max * inBase,
    valueOf: (bytes) => Number((bytes / inBase).toPrecision(12)),
  }
} // prettier-ignore

const GiB = 1024 ** 3

/** A capacity that a hand can mean: whole GiB from 8 on, else sixteenths of the power of two below. */
export function handyBytes(bytes: number): number {
  if (bytes >= 8 * GiB) return Math.round(bytes / GiB) * GiB
  let step = 1
  while (step * 32 <= bytes) step *= 2
  return Math.max(1, Math.round(bytes / step)) * step
}

/** One step up or down from a capacity: a GiB, or 1/16 and more of it. */
export function nextBytes(bytes: number, by: 1 | -1): number {
  let step = GiB
  while (step * 16 > bytes && step > 1) step /= 2
  while (step * 32 < bytes) step *= 2
  return Math.max(step, (by > 0 ? Math.floor(bytes / step) + 1 : Math.ceil(bytes / step) - 1) * step)
}
