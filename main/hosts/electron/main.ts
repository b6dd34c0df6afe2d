import * as electron from 'electron'
import { join } from 'node:path'
import { createLab } from '../../lab/lab.ts'
import { createLocalHost } from '../../lab/local-host.ts'
import { findProgramFiles } from '../../lab/program-files.ts'
import { findStateFolder, makeFolder } from '../../lab/state-folder.ts'
import { startShell } from './shell.ts'

const stateFolder = makeFolder(findStateFolder())

startShell(electron, {
  core: () => createLab(createLocalHost({ name: 'electron', stateFolder, traceFolders: [process.cwd()] })),
  root: findProgramFiles().window,
  preload: join(__dirname, 'preload.cjs'),
  windowStateFile: stateFolder && join(stateFolder, 'window.json'),
  arguments: process.argv,
})
