import { benchAccessLoop } from './access-loop.ts'
import { benchCaches } from './caches.ts'
import { benchCompaction } from './compaction.ts'
import { benchDiff } from './diff.ts'
import { benchRates, benchRecorderShare } from './rates.ts'
import { createReport } from './report.ts'
import { benchSeek } from './seek.ts'
import { benchTraces } from './traces.ts'
import { benchZipf } from './zipf.ts'

/**
 * Speed as ratios and processor times measured in one run: `npm run bench`. It takes minutes, for it runs at full 4 KiB
 * resolution too; `-- --quick` leaves that and 64 M pages out. At most some 2 GB of memory. Prints each target and
 * whether it holds; bench/results.md keeps the last figures with their profile.
 */
const full = !process.argv.includes('--quick')
const report = createReport((line) => console.log(line))

report.heading('Rates engine: ten simulated minutes, 16 + 64 GiB, AutoNUMA')
benchRates(report, full)
report.heading('Recorder')
benchRecorderShare(report)
report.heading('Rewind: 16 M cells, 10,000 frames, ten million decisions in a file (CPU time)')
benchSeek(report)
report.heading('Two runs of ten million decisions in a file (CPU time)')
await benchDiff(report)
report.heading('Replay engine: bare access loop')
await benchAccessLoop(report, 1 << 20, 0.8)
await benchAccessLoop(report, 1 << 24, 1)
if (full) await benchAccessLoop(report, 1 << 26, 1)
report.heading('Cache policies against C, hash table and list')
await benchCaches(report)
report.heading('Zipf draws')
benchZipf(report)
benchTraces(report)
report.heading('Compaction')
benchCompaction(report)
console.log(report.missed === 0 ? '\nevery target holds' : `\n${report.missed} targets missed`)
