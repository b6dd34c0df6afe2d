import type { RunPlan } from '../../shared/documents/plan.ts'
import type { RecordedChunk } from '../../shared/documents/recorded.ts'
import type { RunSummary } from '../../shared/documents/run.ts'
import { createSimulation } from './catalog.ts'
import { createRecorder } from './recording/create-recorder.ts'
import { recorderOptions } from './recording/recorder-options.ts'
import { runPoint } from './run-point.ts'

/**
 * The engine as a page can load it: proof that it needs no host, and the means by which a test shows that a browser's
 * V8 gives the same bytes as Node's. `blocks` are the bytes of the trace, for plans that read one.
 */
export async function runInBrowser(
  plan: RunPlan,
  blocks: readonly Uint8Array[] = [],
): Promise<{ chunk: RecordedChunk; summary: RunSummary }> {
  const simulation = createSimulation(plan)
  const recorder = createRecorder(simulation.spec, recorderOptions(plan, simulation))
  simulation.attach(recorder)
  let next = 0
  await runPoint(simulation, {
    breathe: () => 'go',
    nextBlock: () => Promise.resolve(next < blocks.length ? blocks[next++] : null),
  })
  return { chunk: recorder.drain(), summary: simulation.summary() }
}
