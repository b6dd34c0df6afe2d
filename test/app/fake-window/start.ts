import { openWindow } from '../../../renderer/open-window.ts'
import { createFakeLab } from '../fake-lab.ts'

const bridge = { kind: 'web' as const, setTitle: (title: string) => void (document.title = title) }
void openWindow({ lab: createFakeLab(), bridge, onClosed: () => () => undefined })
