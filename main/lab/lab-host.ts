import type { StartJob } from './runs/run-client.ts'
import type { StartStore } from './store-client.ts'

/** What a host gives the lab. Everything that differs between hosts, and between them and tests, is in here. */
export interface LabHost {
  /** Words for `about`: "electron on linux". */
  readonly platform: string
  readonly startStore: StartStore
  readonly startJob: StartJob
  /** Runs at once; the rest wait. */
  readonly runSlots: number
  /** Where recent workspaces and scratch files are kept; undefined: nowhere, and untitled workspaces are in memory. */
  readonly stateFolder: string | undefined
  readonly examplesFolder: string
  /** Folders in which a relative path of a trace is looked for, before the examples' own. */
  readonly traceFolders: readonly string[]
}
