import { setFlagsFromString } from 'node:v8'

/**
 * Lets V8 put more of the engine's many small functions into one: a whole hint fault instead of a third of it, which
 * takes a tenth off a run (bench/results.md). It changes no result. V8 reads its flags in every thread without a lock,
 * so they are set once, by the thread that will start the others, before it has.
 * Under Electron nothing is done: V8's flags may be frozen there, and to change them then ends the program.
 */
export function inlineWholeFaults(): void {
  if (process.versions.electron === undefined)
    setFlagsFromString('--max-inlined-bytecode-size-cumulative=4000')
}
