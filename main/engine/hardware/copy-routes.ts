import type { Machine } from './machine.ts'

/**
 * The links that a copy from one node to another passes, `[from * nodes + to]`. The processor that is nearest to both
 * copies: it reads over its way to the one and writes over its way to the other.
 */
export function copyRoutes(machine: Machine): readonly (readonly number[])[] {
  const { nodes, processors } = machine
  return nodes.flatMap((_, from) =>
    nodes.map((__, to) => {
      const distance = (processor: (typeof processors)[number]) =>
        processor.routes[from].idleLatencyNs + processor.routes[to].idleLatencyNs
      const nearest = processors.reduce((best, each) => (distance(each) < distance(best) ? each : best))
      return [...nearest.routes[from].links, ...nearest.routes[to].links]
    }),
  )
}

/** The node nearest to a processor. */
export function nearestNode(machine: Machine, processor: number): number {
  const { routes } = machine.processors[processor]
  return routes.reduce((best, route, n) => (route.idleLatencyNs < routes[best].idleLatencyNs ? n : best), 0)
}
