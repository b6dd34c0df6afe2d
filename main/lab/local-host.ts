import { availableParallelism } from 'node:os'
import type { LabHost } from './lab-host.ts'
import { findProgramFiles } from './program-files.ts'
import { startJobWorker } from './runs/run-client.ts'
import { startStoreWorker } from './store-client.ts'

/** What a host on this machine says for itself; the rest is the same for all of them. */
export interface LocalHost {
  readonly name: 'electron' | 'web' | 'cli'
  readonly stateFolder: string | undefined
  readonly traceFolders: readonly string[]
}

/** Runs and files in threads of this process. One core is left for everything else. */
export function createLocalHost({ name, stateFolder, traceFolders }: LocalHost): LabHost {
  const files = findProgramFiles()
  return {
    platform: `${name} on ${process.platform}`,
    startStore: () => startStoreWorker(files.storeWorker),
    startJob: startJobWorker(files.runWorker),
    runSlots: Math.max(1, availableParallelism() - 1),
    stateFolder,
    examplesFolder: files.examples,
    traceFolders,
  }
}
