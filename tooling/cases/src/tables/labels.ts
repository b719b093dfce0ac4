import { initializeParameters, predictionConfig } from '@romae/core'
import { fromGrid, readWideCsv, type TimeSeries, timestepTokenizer } from '@romae/timeseries'
import {
  classificationMetrics,
  classify,
  describeFinetuning,
  type FinetuneOptions,
  type PredictionModel,
} from '@romae/trainer'
import type { Case } from '../case.ts'

const series: readonly TimeSeries[] = Array.from({ length: 6 }, (_, index) =>
  fromGrid({ id: `s${index}`, values: [[index, index % 2, 1]] }),
)
const tokenizer = timestepTokenizer.fit(series)
const common = { tokenizer, samples: series, training: { steps: 1 } }
const names = ['a', 'b', 'a', 'b', 'a', 'b']

/** The code and message of what is thrown; `accepted` where nothing is. */
async function outcome(work: () => unknown): Promise<string> {
  try {
    await work()
    return 'accepted'
  } catch (error) {
    const { code = 'not typed' } = error as { code?: string }
    return `${code}: ${(error as Error).message}`
  }
}

/** Options for plain JavaScript: of no type. */
type Given = Readonly<Record<string, unknown>>

function refused(what: string, options: Given, expected: RegExp): Case {
  return {
    name: `fine-tuning on ${what} is refused before it begins`,
    async try() {
      const found = await outcome(() => describeFinetuning({ ...common, ...options } as FinetuneOptions<TimeSeries>))
      if (!expected.test(found)) throw new Error(found)
      return undefined
    },
  }
}

function classesAre(what: string, options: Given, expected: readonly string[]): Case {
  return {
    name: `fine-tuning on ${what} has the classes ${expected.join(', ')}`,
    async try() {
      const { config } = await describeFinetuning({ ...common, ...options } as FinetuneOptions<TimeSeries>)
      const found = config.classes?.join(', ')
      if (found !== expected.join(', ')) throw new Error(`they are ${found}`)
      return undefined
    },
  }
}

/** A label cell, with the texts that mean missing. */
function cell(text: string, missing: readonly string[] | undefined, expected: string | undefined): Case {
  const words = missing === undefined ? '' : ` where ${JSON.stringify(missing)} mean missing`
  return {
    name: `the label cell ${JSON.stringify(text)}${words} is ${expected === undefined ? 'no label' : 'a label'}`,
    async try() {
      async function* file() {
        yield `t,v,y\n0,1,${text}\n1,2,${text}\n`
      }
      const options = { time: 't', label: 'y', channels: ['v'], ...(missing && { missing }) }
      const { label } = (await readWideCsv(file(), options)).series[0]!
      if (label !== expected) throw new Error(`it is ${JSON.stringify(label)}`)
      return undefined
    },
  }
}

function macroF1(what: string, predicted: string, actual: string, expected: number): Case {
  return {
    name: `macro F1 of ${what} is as scikit-learn's`,
    async try() {
      const { macroF1: found } = classificationMetrics([...predicted], [...actual], [...'abcde'])
      if (Math.abs(found - expected) > 1e-12) throw new Error(`it is ${found}; expected ${expected}`)
      return found.toFixed(4)
    },
  }
}

/** A classifier of which one number of a tensor is replaced. */
function modelWith(tensor: string, value: number): PredictionModel {
  const config = predictionConfig({ tokenSize: 1, axes: 1, encoder: 'tiny-shallow', outputSize: 2 })
  const parameters = { ...initializeParameters(config, 1) }
  parameters[tensor] = parameters[tensor]!.with(0, value)
  return { config, parameters, tokenizer: null, classes: ['a', 'b'] }
}

function brokenWeight(tensor: string, value: number): Case {
  return {
    name: `a model with ${value} in ${tensor} does not classify`,
    async try() {
      const found = await outcome(() => classify(modelWith(tensor, value), tokenizer, series))
      if (!found.startsWith('TRAINER_MODEL_NOT_FINITE') || !found.includes(tensor)) throw new Error(found)
      return undefined
    },
  }
}

const noLabel = /^TRAINER_LABEL: sample 3 \("s3"\) has no label/

/** Labels as people have them, and what is none. */
export const labelCases: readonly Case[] = [
  ...[undefined, null, Number.NaN, '', ' ', true, {}].map((label) =>
    refused(
      `the label ${typeof label === 'string' ? JSON.stringify(label) : String(label)}`,
      { labels: names.with(3, label as never) },
      noLabel,
    ),
  ),
  refused('a list of labels that ends early', { labels: names.slice(1) }, /^TRAINER_COUNT_MISMATCH/),
  refused('a text for labels', { labels: 'ababab' }, /^TRAINER_OPTION: the option labels/),
  refused(
    'a class that only the evaluation has',
    { labels: names, evaluation: { samples: series, labels: names.with(2, 'c') } },
    /^TRAINER_UNKNOWN_LABEL: evaluation sample 2 \("s2"\) has the label "c"/,
  ),
  refused(
    'an evaluation without a label',
    { labels: names, evaluation: { samples: series, labels: names.with(2, undefined as never) } },
    /^TRAINER_LABEL: evaluation sample 2/,
  ),
  refused(
    'numbers for vectors',
    { targets: [0, 1, 0, 1, 0, 1] },
    /^TRAINER_OPTION: the option targets must be vectors/,
  ),
  refused('a target of null', { targets: names.map(() => [null]) }, /^TRAINER_VALUE_NOT_FINITE/),
  refused("a target of '0x10'", { targets: names.map(() => ['0x10']) }, /^TRAINER_VALUE_NOT_FINITE/),
  classesAre('numbers', { labels: [10, 9, 10, 9, 10, 9] }, ['9', '10']),
  classesAre('numbers and their texts', { labels: [1, '1', 0, '0', -0, 1] }, ['0', '1']),
  classesAre('0x10 beside decimal numbers', { labels: ['9', '0x10', '9', '0x10', '16', '16'] }, ['0x10', '16', '9']),
  cell('NA', ['', 'NA'], undefined),
  cell('?', ['?'], undefined),
  cell('', undefined, undefined),
  cell('NA', undefined, 'NA'),
  macroF1('a class that neither occurs nor is predicted', 'aabb', 'aabb', 1),
  macroF1('a class that is predicted only', 'aabc', 'aabb', (1 + 2 / 3 + 0) / 3),
  macroF1('a class that is never predicted', 'aaaa', 'aaab', (6 / 7 + 0) / 2),
  macroF1('one class alone', 'aaa', 'aaa', 1),
  brokenWeight('projection.weight', Number.NaN),
  brokenWeight('head.head.2.bias', Number.NaN),
  brokenWeight('cls', Infinity),
  brokenWeight('encoder.layers.0.attention_norm.weight', -Infinity),
]
