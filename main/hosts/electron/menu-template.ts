import type { MenuItemConstructorOptions } from 'electron'
import {
  commandTable,
  menuNames,
  type CommandSpec,
  type MenuName,
} from '../../../shared/contract/commands.ts'
import type { MenuChoice } from '../../../shared/contract/host-bridge.ts'

type Item = MenuItemConstructorOptions

/**
 * The native menu, made from the table of commands. Its entries are sent to the page, which knows what can be done now;
 * a key that the page has already handled never gets here.
 */
export function createMenuTemplate(
  name: string,
  platform: string,
  choose: (choice: MenuChoice) => void,
): Item[] {
  const isMac = platform === 'darwin'
  const line: Item = { type: 'separator' }
  const roles = (...names: NonNullable<Item['role']>[]): Item[] => [line, ...names.map((role) => ({ role }))]
  const own = (menu: MenuName): Item[] =>
    commandTable
      .filter((command) => command.menu === menu)
      .flatMap((command) => [
        ...(command.line ? [line] : []),
        {
          id: command.id,
          label: command.title,
          ...acceleratorOf(command, isMac),
          click: () => choose({ command: command.id }),
        },
      ])
  const more: Partial<Record<MenuName, Item[]>> = {
    File: [
      line,
      { label: 'Open &recent', role: 'recentDocuments', submenu: [{ label: 'Clear', role: 'clearRecentDocuments' }] },
      ...(isMac ? [] : roles('quit')),
    ],
    Edit: roles('cut', 'copy', 'paste', 'selectAll'),
    View: [...roles('resetZoom', 'zoomIn', 'zoomOut'), ...roles('togglefullscreen')],
  } // prettier-ignore
  return [
    ...(isMac ? [{ label: name, role: 'appMenu' as const }] : []),
    ...menuNames.flatMap((menu): Item[] => [
      ...(menu === 'Help' ? [{ role: 'windowMenu' as const }] : []),
      {
        label: `&${menu}`,
        ...(menu === 'Help' && { role: 'help' as const }),
        submenu: [...own(menu), ...(more[menu] ?? [])],
      },
    ]),
  ]
}

/**
 * The command's key as Electron spells it. A plain letter is shown but stays the page's own, since in a field it is
 * text; macOS has no way to show it only, so it is left out there.
 */
export function acceleratorOf(
  command: CommandSpec,
  isMac: boolean,
): Pick<Item, 'accelerator' | 'registerAccelerator'> {
  const whole = [command.nativeKey, ...command.keys].find((key) => key !== undefined && isWhole(key))
  if (whole !== undefined) return { accelerator: spelt(whole) }
  const [first] = command.keys
  return first === undefined || isMac ? {} : { accelerator: spelt(first), registerAccelerator: false }
}

function isWhole(key: string): boolean {
  return /^(Ctrl|Alt)\+/.test(key) || /^F\d+$/.test(key)
}

function spelt(key: string): string {
  return key.replace(/^Ctrl\+/, 'CmdOrCtrl+').replace(/Arrow(?=Left|Right|Up|Down)/, '')
}
