import { bytesOf } from './byte-mutation.ts'

/** Well-formed pieces of traces of all kinds; every parser is given all of them, most are of another format. */
const texts = [
  'I  0023C790,2\n I 12\n L be80199c,4\n S BE8019A0,8\n M 7ff000ffc,16\n==12== Lackey\n',
  '12\n7\n12\n18446744073709551615\n0x10\n',
  'id,op,size\n1,r,8\n2,w,4096\n"3",modify,1\n',
  'time;addr;rw\n1;0x7f0000001ffc;W\n2;4096;R\n',
  '0x401000: R 0x7ffd1000\n0x401004: W 0x7ffd1008\n#eof\n',
  'prog  1234 [001]  100.000100:          5 cpu/mem-loads,ldlat=30/P:     7f12345678 |OP LOAD|LVL L3\n',
  'base_time_absolute: 8 m 59.809 s\n\nmonitoring_start: 0 ns\nmonitoring_end: 104.599 ms\n' +
    'monitoring_duration: 104.599 ms\ntarget_id: 0\nnr_regions: 1\n563ebaa00000-563ebc99e000(  31.617 MiB): 1\n',
  '[{"records":[{"start_time":"0 ns","end_time":"100 ms","snapshots":[{"regions":[{"start":"0","end":"8192",' +
    '"nr_accesses":{"samples":3}}]}]}]}]',
  '  1   1:   100  ifetch   4 byte(s) @ 0x00401000\n  2   1:   100  read     8 byte(s) @ 0x7ffd1000 by PC 0x401000\n',
]

function records(
  count: number,
  bytes: number,
  fill: (view: DataView, at: number, i: number) => void,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(count * bytes))
  for (let i = 0; i < count; i++) fill(view, i * bytes, i)
  return new Uint8Array(view.buffer)
}

const requests = records(5, 24, (view, at, i) => {
  view.setUint32(at, 100 + i, true)
  view.setBigUint64(at + 4, BigInt(i % 3), true)
  view.setUint32(at + 12, 4096, true)
  view.setBigInt64(at + 16, i < 2 ? BigInt(i + 3) : -1n, true)
})
const bigEndian = records(5, 24, (view, at, i) => {
  view.setUint32(at, 100 + i)
  view.setBigUint64(at + 4, BigInt(i))
  view.setUint32(at + 12, 4096)
  view.setBigInt64(at + 16, -1n)
})
const instructions = records(4, 64, (view, at, i) => {
  view.setBigUint64(at, 0x401000n + BigInt(4 * i), true)
  view.setBigUint64(at + 16, 0x7ffd1000n, true)
  view.setBigUint64(at + 32, 0x7ffd2000n, true)
})

export const traceExamples: readonly Uint8Array[] = [
  ...texts.map(bytesOf),
  ...[requests, bigEndian, instructions, new Uint8Array(0)],
]

export const overlayExamples: readonly Uint8Array[] = [
  '1732693000.25\nnr_free_pages 949989\npgfault 100\n1732693001.25\nnr_free_pages 949000\npgfault 350\n',
  'timestamp 1\npgfault 1\ntimestamp 2\npgfault 2\npswpin 18446744073709551615\n',
  'pgfault 1\npswpin 2\npgfault 3\npswpin 2\n# end\n',
  'time,pgfault,nr_free_pages\n1,10,20\n2,30,\n3,5,40\n',
  'kdamond.0  4452 [000] 82877.315633: damon:damon_aggregated: target_id=1 nr_regions=2 4096-8192: 0 3\n' +
    'kdamond.0  4452 [000] 82877.315639: damon:damon_aggregated: target_id=1 nr_regions=2 8192-20480: 7 3\n',
  '[{"snapshots":[{"start_time":1000,"end_time":"100 ms","regions":[{"start":"0","end":"8192","nr_accesses":3}]},' +
    '{"end_time":200000000,"regions":[{"start":"4096","end":"8192","nr_accesses":{"samples":3}}],"start_time":1e8}]}]',
  texts[6],
].map(bytesOf)
