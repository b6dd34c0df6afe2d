import { benchAccessLoop } from './access-loop.ts'
import { benchCaches } from './caches.ts'
import { benchCompaction } from './compaction.ts'
import { benchDiff } from './diff.ts'
import { benchPlaying } from './playing.ts'
import { benchRates, benchRecorderShare } from './rates.ts'
import { benchRecorder } from './recorder.ts'
import { createReport } from './report.ts'
import { benchSeek } from './seek.ts'
import { benchTraces } from './traces.ts'
import { benchZipf } from './zipf.ts'

/**
 * Speed as ratios and processor times measured in one run: `npm run bench`. It takes many minutes, for it runs at full
 * 4 KiB resolution too. `-- --quick` leaves out that, 64 M pages, the heaviest loads and the files of 1 GiB, estimates scale
 * 8 from its first minute, and takes fewer passes: some two minutes of one core. At most some 2 GB of memory. Prints each target and
 * whether it holds; bench/results.md keeps the last figures with their profile.
 * `-- --window` is another bench, of the window in a real Chromium: how smoothly a run plays.
 */
const full = !process.argv.includes('--quick')
const report = createReport((line) => console.log(line))

if (process.argv.includes('--window')) {
  report.heading('Playing a compaction of a zone of 1 M frames (median · 99 of 100 · longest)')
  await benchPlaying(report)
} else await benchEngine()
console.log(report.missed === 0 ? '\nevery target holds' : `\n${report.missed} targets missed`)

async function benchEngine(): Promise<void> {
  report.heading('Rates engine: ten simulated minutes, 16 + 64 GiB, AutoNUMA')
  await benchRates(report, full)
  report.heading('Recorder')
  await benchRecorderShare(report, full)
  benchRecorder(report)
  if (full) {
    report.heading('Rewind: 16 M cells, 10,000 frames, ten million decisions in a file (CPU time)')
    benchSeek(report)
    report.heading('Two runs of ten million decisions in a file (CPU time)')
    await benchDiff(report)
  }
  report.heading('Replay engine: bare access loop')
  await benchAccessLoop(report, 1 << 20, 0.8, full ? 9 : 5)
  await benchAccessLoop(report, 1 << 24, 1, full ? 9 : 3)
  if (full) await benchAccessLoop(report, 1 << 26, 1)
  report.heading('Cache policies against C, hash table and list')
  await benchCaches(report, full ? 5 : 3)
  report.heading('Zipf draws')
  benchZipf(report)
  benchTraces(report)
  report.heading('Compaction')
  benchCompaction(report)
}
