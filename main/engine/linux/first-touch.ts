import type { PolicyHost } from '../policy.ts'
import { watermarksOf } from './watermarks.ts'

/**
 * Where a new page goes: the fastest node above its low watermark, else the fastest above its min watermark, else the
 * fastest with a free page; of equally fast ones the nearest to whoever touches it. Source: Linux 6.8 mm/page_alloc.c (the zonelist is walked by distance).
 */
export interface FirstTouch {
  nodeForNewPage(group: number): number
}

export function createFirstTouch(host: PolicyHost): FirstTouch {
  const machineBytes = host.nodes.reduce((sum, node) => sum + node.fullBytes, 0)
  const marks = host.nodes.map((node) =>
    watermarksOf({
      nodeBytes: node.fullBytes,
      machineBytes,
      minFreeKiB: 0,
      scaleFactor: 10,
      shortcutBytes: 0,
      shortcutShare: 0,
      pageBytes: host.pageBytes,
      scale: host.scale,
    }),
  )
  return {
    nodeForNewPage(group) {
      const byDistance = host.nodesFrom(group)
      const roomy = byDistance.find((node) => host.freePages(node) > marks[node].lowPages)
      if (roomy !== undefined) return roomy
      const tight = byDistance.find((node) => host.freePages(node) > marks[node].minPages)
      if (tight !== undefined) return tight
      return byDistance.find((node) => host.freePages(node) > 0) ?? byDistance[0]
    },
  }
}
