import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { initializeParameters, predictionConfig } from '@romae/core'
import { fromGrid, readWideCsv, type TimeSeries, timestepTokenizer } from '@romae/timeseries'
import {
  classificationMetrics,
  classify,
  describeFinetuning,
  type FinetuneOptions,
  type PredictionModel,
} from '@romae/trainer/node'
import type { Case, Workplace } from '../case.ts'
import type { CommandResult } from '../command.ts'
import { outputOf, requireRefused } from './outcome.ts'
import { noise, writeTable } from './series-files.ts'

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
      const found = await outcome(() => classify(modelWith(tensor, value), series, { tokenizer }))
      if (!found.startsWith('TRAINER_MODEL_NOT_FINITE') || !found.includes(tensor)) throw new Error(found)
      return undefined
    },
  }
}

/** Twenty series of noise with other labels, and words after `finetune`. */
function command(
  what: string,
  labelOf: (number: number, label: string | number) => string | number,
  words: readonly string[],
  check: (place: Workplace, result: CommandResult) => Promise<string | undefined> | string | undefined,
): Case {
  return {
    name: what,
    async try(place) {
      const { columns, rows } = noise(20)
      const numberOf = (id: string | number) => Number(String(id).slice(1))
      const table = { columns, rows: rows.map(([id, t, v, y]) => [id!, t!, v!, labelOf(numberOf(id!), y!)]) }
      await writeTable(place.folder, 'a.csv', table)
      await writeTable(place.folder, 'b.csv', {
        columns,
        rows: [
          ...noise(26)
            .rows.slice(120)
            .map(([id, t, v, y]) => [id!, t!, v!, labelOf(numberOf(id!), y!)]),
        ],
      })
      const result = await place.run('timeseries', 'finetune', 'a.csv', ...columnsOfNoise, ...words)
      return check(place, result)
    },
  }
}

const columnsOfNoise = ['--time', 't', '--id', 'id', '--label', 'y', '--preset', 'smoke']
const refusedWith =
  (code: string, ...parts: readonly string[]) =>
  (_: Workplace, result: CommandResult) => {
    requireRefused(result, code, ...parts)
    return undefined
  }
/** Nothing is trained yet: the run has no folder. */
const beforeTraining =
  (code: string, ...parts: readonly string[]) =>
  ({ folder }: Workplace, result: CommandResult) => {
    requireRefused(result, code, ...parts)
    if (existsSync(path.join(folder, 'run'))) throw new Error('it has begun a run')
    return undefined
  }
const saying = (line: RegExp) => (_: Workplace, result: CommandResult) => {
  const found = line.exec(outputOf(result))?.[0]
  if (found === undefined) throw new Error(`it does not say ${line}`)
  return found.split('\n')[0]
}
const regression = ['--set', 'finetuning.task=regression', '--dry-run']

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
  cell('NA', undefined, undefined),
  cell('?', ['?'], undefined),
  cell('', undefined, undefined),
  cell('NA', [''], 'NA'),
  macroF1('a class that neither occurs nor is predicted', 'aabb', 'aabb', 1),
  macroF1('a class that is predicted only', 'aabc', 'aabb', (1 + 2 / 3 + 0) / 3),
  macroF1('a class that is never predicted', 'aaaa', 'aaab', (6 / 7 + 0) / 2),
  macroF1('one class alone', 'aaa', 'aaa', 1),
  brokenWeight('projection.weight', Number.NaN),
  brokenWeight('head.head.2.bias', Number.NaN),
  brokenWeight('cls', Infinity),
  brokenWeight('encoder.layers.0.attention_norm.weight', -Infinity),
  command(
    'a label of NA is counted, and an error',
    (number, y) => (number % 5 === 0 ? 'NA' : y),
    ['--dry-run'],
    refusedWith('APP_NO_LABELS', '"s0"', '4 of 20'),
  ),
  command(
    'labels of NA are left out by --skip-unlabelled, and counted',
    (number, y) => (number % 5 === 0 ? 'NA' : y),
    ['--skip-unlabelled', '--dry-run'],
    saying(/left out of training: 4 of 20 series without a label/),
  ),
  command(
    'a test sample without a label is found before training',
    (number, y) => (number === 23 ? '' : y),
    ['--test', 'b.csv', '--seeds', '3', '--out', 'run'],
    beforeTraining('APP_NO_LABELS', 'testing', '"s23"', '1 of 6'),
  ),
  command(
    'a class that only the test has is found before training, with its series',
    (number, y) => (number === 22 ? 'new' : y),
    ['--test', 'b.csv', '--seeds', '3', '--out', 'run'],
    beforeTraining('APP_UNKNOWN_CLASS', '"s22"', '"new"', '1 of 6'),
  ),
  command(
    'a class that only the samples to choose by have is found before training',
    (number, y) => (number === 25 ? 'new' : y),
    ['--validation-data', 'b.csv', '--out', 'run'],
    beforeTraining('APP_UNKNOWN_CLASS', 'to choose by', '"s25"'),
  ),
  command(
    'the label 0x10 is not the number 16',
    (number, y) => (number === 3 ? '0x10' : y),
    regression,
    refusedWith('APP_LABEL_NOT_NUMBER', '"s3"', '0x10'),
  ),
  command(
    'a test label that is no number is found before training',
    (number, y) => (number === 21 ? '1_000' : y),
    [...regression, '--test', 'b.csv'],
    refusedWith('APP_LABEL_NOT_NUMBER', '"s21"', '1_000'),
  ),
  command(
    'one label of 1e30 is said to decide the scale of a regression',
    (number) => (number === 8 ? '1e30' : number / 3),
    regression,
    saying(/1 of \d+ labels decide the scale .*1e30 of "s8"/),
  ),
  command(
    'classes of one or two samples, and those that nothing is tested of, are said before training',
    (number, y) => (number < 2 ? 'rare' : y),
    ['--dry-run'],
    saying(/classes of one or two samples: "rare" \(2\)[\s\S]*no sample to test of 1 of 3 classes: "rare"/),
  ),
  command(
    'macro F1 is not lowered by a class that the split leaves out of the test, which the result names',
    (number, y) => (number < 2 ? 'rare' : y),
    ['--set', 'finetuning.steps=2', '--out', 'run'],
    async ({ folder }, result) => {
      outputOf(result)
      const { runs } = JSON.parse(await readFile(path.join(folder, 'run/results.json'), 'utf8'))
      const { macroF1: found, confusion, withoutSamples } = runs[0].metrics as ReturnType<typeof classificationMetrics>
      const at = (row: number, column: number) => confusion[row]![column]!
      const occurring = [0, 1, 2].flatMap((place) => {
        const total = [0, 1, 2].reduce((sum, other) => sum + at(place, other) + at(other, place), 0)
        return total === 0 ? [] : [(2 * at(place, place)) / total]
      })
      const expected = occurring.reduce((sum, score) => sum + score, 0) / occurring.length
      if (Math.abs(found - expected) > 1e-12) throw new Error(`it is ${found}; expected ${expected}`)
      if (withoutSamples.join() !== 'rare') throw new Error(`without samples: ${withoutSamples}`)
      return found.toFixed(4)
    },
  ),
]
