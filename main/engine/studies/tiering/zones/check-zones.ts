import type { TieringPlan } from '../../../../../shared/documents/plan.ts'
import type { PartTrait } from '../../../../../shared/documents/part.ts'
import type { Fix, Problem } from '../../../../../shared/documents/problem.ts'
import { nodeZonesOf } from '../../../../../shared/documents/studies/node-zone-params.ts'
import { workingSetBytes } from '../../../../../shared/documents/sweep.ts'
import { formatQuantity } from '../../../../../shared/units/format.ts'
import type { Machine } from '../../../hardware/machine.ts'
import { tiersOf } from '../../../hardware/tiers.ts'
import { hugePages } from './node-frames.ts'

/** Every allocation of a zone's past is carried out. */
const largestZoneFrames = 4_194_304
/** A past may leave so much less free than it was asked for: a draw that finds nothing to free goes by. */
const slack = 0.98

/** Why nodes of this plan cannot own zones. */
export function checkZones(plan: TieringPlan, machine: Machine, traits: readonly PartTrait[]): Problem[] {
  const settings = nodeZonesOf(plan.run)
  if (settings === undefined) return []
  const error = (code: string, path: string, fact: string, wayOut: string, fix?: Fix): Problem => ({
    severity: 'error',
    ...{ code, path, fact, wayOut },
    ...(fix && { fixes: [fix] }),
  })
  const { scale, pageBytes } = plan.run
  if (scale !== 1) return [error('zone-scale', 'run.scale', `a zone has single frames, and at scale ${scale} a page stands for ${scale}`, 'use scale 1', { title: 'use scale 1', path: 'run.scale', value: '1' })] // prettier-ignore
  if (pageBytes !== 4096) return [error('zone-page', 'run.pageKiB', `a huge page is 512 base pages of 4 KiB, and these have ${formatQuantity(pageBytes, 'bytes')}`, 'use pages of 4 KiB')] // prettier-ignore
  if (traits.includes('cache') || traits.includes('foresight')) return [error('zone-policy', 'policy.kind', `the policy "${plan.policy.kind}" keeps books of every frame of its own`, 'choose a policy that is no cache and does not see the future, or set run.zone to none')] // prettier-ignore
  const fast = tiersOf(machine)[0][0]
  const owners = machine.nodes.filter((_, node) => settings.zone === 'all' || node === fast)
  const frames = (bytes: number) => Math.floor(bytes / pageBytes)
  const large = owners.find((node) => frames(node.capacityBytes) > largestZoneFrames)
  if (large) return [error('zone-too-large', 'machine', `the zone of ${large.title} would have ${frames(large.capacityBytes)} frames`, `give the node at most ${formatQuantity(largestZoneFrames * pageBytes, 'bytes')}, or let only the fastest node own a zone`)] // prettier-ignore
  const small = owners.find((node) => frames(node.capacityBytes) < 2 * hugePages)
  if (small) return [error('zone-too-small', 'machine', `the zone of ${small.title} would have ${frames(small.capacityBytes)} frames`, `give the node at least ${2 * hugePages}`)] // prettier-ignore
  const room = machine.nodes.reduce((sum, node) => sum + node.capacityBytes * (owners.includes(node) ? settings.zoneFreeShare * slack : 1), 0) // prettier-ignore
  const wanted = workingSetBytes(plan)
  if (wanted <= room) return []
  return [error('zone-full', 'run.zoneFreeShare', `the working set of ${formatQuantity(wanted, 'bytes')} is larger than what the zones leave free, ${formatQuantity(room, 'bytes')}`, 'make it smaller, give a node more capacity, or let more of the zones be free')] // prettier-ignore
}
