import type { ExperimentSetup } from '../experiment.ts'
import type { Fingerprint } from './fingerprint.ts'

/**
 * What a figure was made from: enough to make it again and to say whether it came out the same. It travels in the
 * metadata of SVG and PNG files; `readRecipe` finds it again.
 */
export interface FigureRecipe {
  readonly tierlab: typeof recipeFormat
  /** One run, or those that were compared. */
  readonly runs: readonly RecipeRun[]
  readonly tracks: readonly string[]
  readonly matrix?: string
  readonly fromNs: number
  readonly toNs: number
}

export interface RecipeRun {
  /** The experiment as it stood when it ran. */
  readonly setup: ExperimentSetup
  readonly seed: number
  readonly engineVersion: string
  readonly planHash: string
  readonly fingerprint: Fingerprint
}

/** Raised when an older reader would misread a newer recipe. */
export const recipeFormat = 1

/** The recipe in a text that may be one; undefined where it is none. What a setup means is for `checkSetup`. */
export function parseRecipe(text: string): FigureRecipe | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return isRecipe(value) ? value : undefined
}

function isRecipe(value: unknown): value is FigureRecipe {
  if (!isRecord(value) || typeof value.tierlab !== 'number' || !Array.isArray(value.runs)) return false
  const timed = typeof value.fromNs === 'number' && typeof value.toNs === 'number'
  return timed && value.runs.length > 0 && value.runs.length <= 8 && value.runs.every(isRun)
}

function isRun(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value.setup) || !isRecord(value.fingerprint)) return false
  const words = [value.engineVersion, value.planHash].every((word) => typeof word === 'string')
  const { frames, columns } = value.fingerprint
  return words && typeof frames === 'number' && isRecord(columns)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
