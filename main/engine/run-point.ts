import type { Simulation } from './study.ts'

/** How the host steers a run between steps. All of its waiting happens here; the simulation itself never waits. */
export interface RunControl {
  /** Called between steps: drain the recorder, report, take messages. 'stop' ends the run with the rows so far. */
  breathe(simulation: Simulation): 'go' | 'stop' | Promise<'go' | 'stop'>
  /** The next block of the trace, null at its end. Asked only by workloads that read one. */
  nextBlock(): Promise<Uint8Array | null>
}

/** The whole loop of a run. Returns how it ended; whatever is thrown is a bad trace (TraceError) or a bug. */
export async function runPoint(simulation: Simulation, control: RunControl): Promise<'done' | 'stopped'> {
  for (;;) {
    const wants = simulation.step()
    if (wants === 'hungry') simulation.feed(await control.nextBlock())
    const answer = control.breathe(simulation)
    const go = typeof answer === 'string' ? answer : await answer
    if (wants === 'done' || go === 'stop') {
      simulation.finish()
      return wants === 'done' ? 'done' : 'stopped'
    }
  }
}
