import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { createLab } from '../../main/lab/lab.ts'
import { createLocalHost } from '../../main/lab/local-host.ts'
import { bitsAt, createStream } from '../../shared/base/random.ts'
import { smallSetup } from './test-core.ts'

/**
 * Works on workspaces as a person would, until it is killed: edits, runs, saves under ever new names. After each step
 * that the core acknowledged it says so on a line, and before each step what it is about to do.
 */
const [, , folder, seed] = process.argv
const draws = createStream(Number(seed), 'person')
const host = createLocalHost({ name: 'cli', stateFolder: join(folder, 'state'), traceFolders: [folder] })
const { lab } = createLab(host).openSession()
const say = (line: object) => void writeSync(1, `${JSON.stringify(line)}\n`)

const { id: workspace, scratch } = await lab.createWorkspace({})
say({ did: 'create', path: scratch })
const experiments: string[] = []
for (let step = 0; ; step++) {
  const draw = bitsAt(draws, step, 0) % 10
  if (draw < 4 || experiments.length === 0) {
    const setup = { ...smallSetup(1 + (step % 3), step), name: `step ${step}` }
    const { id } = await lab.putExperiment({ workspace, setup })
    experiments.push(id)
    say({ did: 'put', id, name: setup.name })
  } else if (draw < 6) {
    const id = experiments[bitsAt(draws, step, 1) % experiments.length]
    const setup = { ...smallSetup(1, step), name: `revised at ${step}` }
    await lab.putExperiment({ workspace, id, setup })
    say({ did: 'put', id, name: setup.name })
  } else if (draw < 9) {
    const experiment = experiments[bitsAt(draws, step, 1) % experiments.length]
    const { id } = await lab.startRun({ workspace, experiment })
    say({ did: 'start', id })
    if (draw === 8) continue
    const events = lab.watch({ workspace })
    for await (const event of events) {
      if (event.type !== 'ended' || event.run.id !== id) continue
      say({ did: 'end', id, frames: event.run.frames, status: event.run.status })
      break
    }
  } else {
    const path = join(folder, `save-${step}.tierlab`)
    say({ doing: 'save', path })
    await lab.saveWorkspace({ workspace, path })
    say({ did: 'save', path })
  }
}
