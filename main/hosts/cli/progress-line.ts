import type { RunProgress } from '../../../shared/documents/run.ts'
import type { EngineId } from '../../../shared/documents/part.ts'
import { formatQuantity } from '../../../shared/units/format.ts'

/** One line on stderr that is written over again: share done, speed, time left. Nothing where stderr is no terminal. */
export interface ProgressLine {
  show(progress: RunProgress): void
  clear(): void
}

export function createProgressLine(
  engine: EngineId,
  stream: NodeJS.WriteStream = process.stderr,
): ProgressLine {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} }
  let shown = false
  return {
    show(progress) {
      shown = true
      stream.write(`\r${progressText(progress, engine).slice(0, Math.max(20, stream.columns - 1))}\x1b[K`)
    },
    clear() {
      if (shown) stream.write('\r\x1b[K')
      shown = false
    },
  }
}

export function progressText(progress: RunProgress, engine: EngineId): string {
  const speed =
    engine === 'replay'
      ? `${formatQuantity(progress.accessesPerWallSec, 'accessesPerSec')}`
      : `${formatQuantity(progress.simulatedPerWall, 'count')} simulated s/s`
  const left = Number.isFinite(progress.leftSec)
    ? `${formatQuantity(progress.leftSec, 's', 2)} left`
    : 'time left unknown'
  return `${formatQuantity(progress.doneShare, 'share', 3)} · ${speed} · ${left}`
}
