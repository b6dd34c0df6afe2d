import { canonicalText, contentHash } from '../base/content-hash.ts'
import type { RunPlan } from './plan.ts'

/** Identity of a plan: two with equal hashes give equal bytes. The name changes no byte, so it has no part in it. */
export function planHash(plan: RunPlan): string {
  return contentHash(canonicalText({ ...plan, name: undefined }))
}
