import type { Finding, Regret } from '../../../shared/contract/findings.ts'
import type { Lab } from '../../../shared/contract/lab.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import { oracleOf } from '../../../shared/figures/oracle-run.ts'
import { isAborted } from '../compare/aborted.ts'
import { isLive, type Timeline } from '../timeline/timeline.svelte.ts'

/** What stands out in the run on screen, and what its migrations were worth. Worked out once it has ended. */
export class Findings {
  list = $state.raw<readonly Finding[] | undefined>()
  regret = $state.raw<Regret | undefined>()
  /** How far the regret is that somebody waits for. */
  doneShare = $state<number | undefined>()
  #lab: Lab
  #workspace: string
  #timeline: Timeline
  #runs: () => readonly RunRecord[]
  #fail: (reason: unknown) => void
  #abort: AbortController | undefined
  #found = ''
  #regretted = ''

  /** The run of the same experiment that the regret is held against. */
  readonly oracle = $derived.by(() => {
    const { run } = this.#timeline
    return run && oracleOf(run, this.#runs())
  })

  constructor(
    lab: Lab,
    workspace: string,
    timeline: Timeline,
    runs: () => readonly RunRecord[],
    fail: (reason: unknown) => void,
  ) {
    this.#lab = lab
    this.#workspace = workspace
    this.#timeline = timeline
    this.#runs = runs
    this.#fail = fail
  }

  close(): void {
    this.#abort?.abort()
  }

  /** Looks for findings when another run is on screen, and when it ends. */
  follow(): void {
    const { run } = this.#timeline
    const name = run && !isLive(run) && run.frames > 0 ? run.id : ''
    if (name === this.#found) return
    this.#found = name
    this.#regretted = ''
    this.#abort?.abort()
    this.list = this.regret = this.doneShare = undefined
    if (name === '') return
    const abort = (this.#abort = new AbortController())
    void this.#find(name, abort.signal)
  }

  /** Adds up the regret, for whoever looks at it; anew where an oracle's run has come. */
  followRegret(): void {
    const { run } = this.#timeline
    const { oracle } = this
    if (!run || isLive(run)) return
    const name = `${run.id} ${oracle?.id}`
    if (name === this.#regretted) return
    this.#regretted = name
    this.regret = undefined
    const signal = (this.#abort ?? new AbortController()).signal
    void this.#addUp(run.id, oracle?.id, signal)
  }

  async #find(run: string, signal: AbortSignal): Promise<void> {
    try {
      for await (const event of this.#lab.findings({ workspace: this.#workspace, run }, signal))
        if (event.type === 'findings') this.list = event.findings
    } catch (thrown) {
      if (!isAborted(signal)) this.#fail(thrown)
    }
  }

  async #addUp(run: string, oracle: string | undefined, signal: AbortSignal): Promise<void> {
    const asked = { workspace: this.#workspace, run, ...(oracle !== undefined && { oracle }) }
    this.doneShare = 0
    try {
      for await (const event of this.#lab.regret(asked, signal)) {
        if (event.type === 'regret') this.regret = event.regret
        else this.doneShare = event.doneShare
      }
    } catch (thrown) {
      if (!isAborted(signal)) this.#fail(thrown)
    } finally {
      if (!isAborted(signal)) this.doneShare = undefined
    }
  }
}
