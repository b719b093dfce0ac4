import { streamWideCsv } from '@romae/timeseries'

// A program of its own, whose memory is measured: reads a large file series by series.
let rows = 0
let sum = 0
for await (const { channels } of streamWideCsv(process.argv[2]!, {
  id: 'id',
  time: 'time',
  channels: process.argv.slice(3),
})) {
  rows += channels[0]!.values.length
  for (const { values } of channels) for (const value of values) sum += value
}
process.stdout.write(JSON.stringify({ rows, sum, megabytes: process.resourceUsage().maxRSS / 1024 }))
