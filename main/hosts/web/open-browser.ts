import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Opens an address in the default browser. False where there is none to be opened; then somebody prints it. */
export function openBrowser(address: string): boolean {
  const command = openingCommand()
  if (!command) return false
  const child = spawn(command[0], [...command.slice(1), address], { detached: true, stdio: 'ignore' })
  child.on('error', () => {}) // the address was printed as well
  child.unref()
  return true
}

function openingCommand(): readonly [string, ...string[]] | undefined {
  if (process.platform === 'darwin') return ['open']
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  const hasDisplay = Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
  return hasDisplay && isOnPath('xdg-open') ? ['xdg-open'] : undefined
}

function isOnPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
