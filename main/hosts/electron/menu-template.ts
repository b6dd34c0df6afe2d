import type { MenuItemConstructorOptions } from 'electron'
import type { MenuChoice, MenuCommand } from '../../../shared/contract/host-bridge.ts'

type Item = MenuItemConstructorOptions

/**
 * The native menu. Our own entries are sent to the page, which knows what can be done now; a key that the page has
 * already handled never gets here.
 */
export function createMenuTemplate(
  name: string,
  platform: string,
  choose: (choice: MenuChoice) => void,
): Item[] {
  const entry = (label: string, command: MenuCommand, accelerator?: string): Item => ({
    id: command,
    label,
    ...(accelerator !== undefined && { accelerator }),
    click: () => choose({ command }),
  })
  const line: Item = { type: 'separator' }
  const isMac = platform === 'darwin'
  return [
    ...(isMac ? [{ label: name, role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        entry('&New experiment', 'new', 'CmdOrCtrl+N'),
        entry('&Open…', 'open', 'CmdOrCtrl+O'),
        {
          label: 'Open &recent',
          role: 'recentDocuments',
          submenu: [{ label: 'Clear', role: 'clearRecentDocuments' }],
        },
        line,
        entry('&Save', 'save', 'CmdOrCtrl+S'),
        entry('Save &as…', 'saveAs', 'CmdOrCtrl+Shift+S'),
        line,
        entry('&Close workspace', 'close', 'CmdOrCtrl+W'),
        ...(isMac ? [] : [{ role: 'quit' as const }]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        entry('&Undo', 'undo', 'CmdOrCtrl+Z'),
        entry('&Redo', 'redo', 'CmdOrCtrl+Shift+Z'),
        line,
        ...(['cut', 'copy', 'paste', 'selectAll'] as const).map((role) => ({ role })),
      ],
    },
    {
      label: '&Run',
      submenu: [
        entry('&Run experiment', 'run', 'CmdOrCtrl+Enter'),
        entry('&Pause or resume', 'pause'),
        entry('&Cancel', 'cancel'),
      ],
    },
    {
      label: '&View',
      submenu: [
        entry('Command &palette', 'palette', 'CmdOrCtrl+K'),
        line,
        ...(['resetZoom', 'zoomIn', 'zoomOut'] as const).map((role) => ({ role })),
        line,
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { label: '&Help', role: 'help', submenu: [entry('&Keyboard', 'shortcuts', 'F1')] },
  ]
}
