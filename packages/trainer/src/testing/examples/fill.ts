import { fillMissing, observationTokenizer, readWideCsv, windows, writeWideCsv } from '@romae/timeseries'
import { fillTokens, finish, pretrain, saveModel } from '@romae/trainer'

const days = 16 // what the model sees at once
const data = await readWideCsv('weather.csv', { time: 'date', channels: 'rest' })
const samples = data.series.flatMap((series) => windows(series, { length: days, stride: 2 }))
const tokenizer = observationTokenizer.fit(data.series)

const run = pretrain({ tokenizer, samples, maskRatio: 0.5, training: { steps: 400, seed: 1 } })
const model = await finish(run, (event) => {
  if (event.type === 'step' && event.step % 50 === 0) console.log(`step ${event.step}: loss ${event.loss}`)
})
await saveModel('weather-model', model)

const filled = []
for (const series of data.series) {
  filled.push(await fillMissing(series, { tokenizer, length: days, fill: (gaps) => fillTokens(model, gaps) }))
}
await writeWideCsv('weather.filled.csv', filled, { time: 'date', channels: data.channels, timeUnit: 'day' })
