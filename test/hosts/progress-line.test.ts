import { describe, expect, test } from 'vitest'
import { createProgressLine, progressText } from '../../main/hosts/cli/progress-line.ts'
import type { RunProgress } from '../../shared/documents/run.ts'

const progress: RunProgress = {
  doneShare: 0.421, simulatedNs: 25e9, accesses: 3e6, frames: 12, wallSec: 2, simulatedPerWall: 12.5,
  accessesPerWallSec: 1.5e6, leftSec: 3,
} // prettier-ignore

function fakeTerminal(isTTY: boolean) {
  const written: string[] = []
  const stream = { isTTY, columns: 80, write: (text: string) => written.push(text) }
  return { written, stream: stream as unknown as NodeJS.WriteStream }
}

describe('the progress line', () => {
  test('[C1] says share done, speed of its engine and time left', () => {
    const plain = (text: string) => text.replace(/\s/g, ' ')
    expect(plain(progressText(progress, 'rates'))).toBe('42.1 % · 12.5 simulated s/s · 3 s left')
    expect(plain(progressText(progress, 'replay'))).toBe('42.1 % · 1.5 M accesses/s · 3 s left')
    expect(plain(progressText({ ...progress, leftSec: Infinity }, 'rates'))).toContain('time left unknown')
  })

  test('[C1] is written over itself on a terminal and taken away at the end', () => {
    const { written, stream } = fakeTerminal(true)
    const line = createProgressLine('rates', stream)
    line.show(progress)
    line.clear()
    line.clear()
    expect(written.map((text) => text.replace(/\d.*left/, 'TEXT'))).toEqual(['\rTEXT\x1b[K', '\r\x1b[K'])
  })

  test('[C1] is silent where there is no terminal', () => {
    const { written, stream } = fakeTerminal(false)
    const line = createProgressLine('rates', stream)
    line.show(progress)
    line.clear()
    expect(written).toEqual([])
  })
})
