import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createLab } from '../../lab/lab.ts'
import { createLocalHost } from '../../lab/local-host.ts'
import { findProgramFiles } from '../../lab/program-files.ts'
import { findStateFolder, makeFolder } from '../../lab/state-folder.ts'
import { LabError } from '../../../shared/contract/errors.ts'
import { openBrowser } from './open-browser.ts'
import { startWebServer } from './web-server.ts'

export interface ServeOptions {
  readonly port: number
  readonly host: string
  /** Open it in the default browser. */
  readonly open: boolean
  /** A workspace or experiment to show first. */
  readonly file?: string
}

/** Serves the window until somebody stops the program. Returns the exit code. */
export async function serveWindow({ port, host, open, file }: ServeOptions): Promise<number> {
  const root = findProgramFiles().window
  if (!existsSync(join(root, 'index.html')))
    throw new LabError('file-missing', `there is no window in "${root}"`, 'build it with "npm run build"')
  if (file !== undefined && !existsSync(file))
    throw new LabError('file-missing', `there is no file "${file}"`, 'check the path')
  const stateFolder = makeFolder(findStateFolder())
  const traceFolders = [...(file === undefined ? [] : [dirname(resolve(file))]), process.cwd()]
  const core = createLab(createLocalHost({ name: 'web', stateFolder, traceFolders }))
  const token = randomBytes(24).toString('base64url')
  const server = await startWebServer({ core, root, host, port, token }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new LabError(
        'refused',
        `"${host}:${port}" cannot be listened on (${error.code})`,
        'choose another --port or --host',
      )
    },
  )

  const fields = new URLSearchParams({ token, ...(file !== undefined && { open: resolve(file) }) })
  const name = host.includes(':') ? `[${host}]` : host
  const address = `http://${name}:${server.port}/?${fields.toString()}`
  process.stdout.write(`Tierlab is at ${address}\nCtrl-C ends it.\n`)
  if (open && !openBrowser(address))
    process.stdout.write('There is no browser to open here; open the address in one.\n')

  await new Promise<void>((stop) => process.once('SIGINT', stop).once('SIGTERM', stop).once('SIGHUP', stop))
  await server.close()
  await core.close()
  return 0
}
