import { observationTokenizer, readLongCsv } from '@romae/timeseries'
import { classify, finetune, finish, pretrain, saveModel } from '@romae/trainer'

const columns = { id: 'recording', time: 'seconds', channel: 'sensor', value: 'value' }
const { series, channels } = await readLongCsv('train.csv', { ...columns, label: 'activity' })
const tokenizer = observationTokenizer.fit(series)

// Labels are not needed for the first step: pre-train on all the recordings you have.
const pretrained = await finish(pretrain({ tokenizer, samples: series, training: { epochs: 50 } }))
const labels = series.map(({ label }) => label!)
const model = await finish(finetune({ tokenizer, samples: series, labels, pretrained, training: { epochs: 30 } }))
await saveModel('activity-model', model)

const unseen = await readLongCsv('new.csv', { ...columns, channels })
const found = await classify(model, tokenizer, unseen.series)
unseen.series.forEach(({ id }, index) => {
  const { label, probabilities } = found[index]!
  console.log(id, label, Math.max(...probabilities))
})
