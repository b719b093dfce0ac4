import { type AnyTokenizer, classify, embed } from '@romae/trainer/node'
import { Command } from 'commander'
import { embeddingColumns } from '../embed/embeddings-csv.ts'
import { mapReport } from '../embed/map-report.ts'
import { predictLabels, predictNumbers } from '../modality/evaluate-set.ts'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { textOfLabels } from '../modality/label-sets.ts'
import { asPrediction, type TrainedModel } from '../modality/trained-model.ts'
import { addModelOptions, type ModelOptions, readForModel } from '../modality/use-model.ts'
import { addDistributedOptions } from '../ranks/options.ts'
import { escapeFormulasOption } from '../run/escape-formulas.ts'
import { type Computing, inferenceIn } from '../run/inference-in.ts'
import { programName } from '../run/program-name.ts'
import { count, wholeNumber } from '../run/run-options.ts'
import { withSession } from '../run/session.ts'
import { predictAll } from '../samples/trainer-samples.ts'
import { printTable, tell } from '../terminal/print.ts'
import { isJsonOutput, printResult } from '../terminal/result.ts'
import { toCsv } from '../to-csv.ts'
import { userPath, writeFile } from '../write-file.ts'

/** Options of a command whose result is a table. */
interface PredictOptions extends ModelOptions {
  readonly escapeFormulas: boolean
}

/** Options of `embed`. */
interface EmbedOptions extends PredictOptions {
  readonly report?: string
  readonly neighbours: number
  readonly seed: number
}

/** A table of predictions: one row a sample, after its id. */
interface Predictions {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
  /** The page of `--report`, of a command that has one. */
  page?(options: PredictOptions, about: { readonly subtitle: string; readonly command: string }): Promise<string>
}

type Predict<Sample> = (
  trained: TrainedModel,
  tokenizer: AnyTokenizer<Sample>,
  set: SampleSet<Sample>,
  computing: Computing,
) => Promise<Predictions>

/** `classify FILES… --model RUN`: each sample's class, or labels, and the probability of every class. */
export function classifyCommand<Sample>(modality: HostModality<Sample>): Command {
  const description = `the class of each of the ${modality.samples}, with probabilities, as CSV`
  return predictionCommand('classify', description, modality, async (trained, tokenizer, set, computing) => {
    const { model, thresholds } = asPrediction(trained, 'classify', 'classification')
    const probabilities = model.classes!.map((name) => `p(${name})`)
    if (model.multiLabel === true) {
      const found = await predictLabels({ model, thresholds }, tokenizer, set, computing, 'classify')
      return {
        columns: ['labels', ...probabilities],
        rows: found.map((one) => [textOfLabels({ has: one.labels, unknown: [] }), ...one.probabilities]),
      }
    }
    const found = await predictAll(set, tokenizer, 'classify', (samples) =>
      classify(model, samples, { tokenizer, ...inferenceIn(computing) }),
    )
    return {
      columns: ['class', ...probabilities],
      rows: found.map(({ label, probabilities }) => [label, ...probabilities]),
    }
  })
}

/** `regress FILES… --model RUN`: each sample's predicted number. */
export function regressCommand<Sample>(modality: HostModality<Sample>): Command {
  const description = `the predicted number of each of the ${modality.samples}, as CSV`
  return predictionCommand('regress', description, modality, async (trained, tokenizer, set, computing) => {
    const model = asPrediction(trained, 'regress', 'regression')
    const numbers = await predictNumbers(model, tokenizer, set, computing)
    return { columns: ['prediction'], rows: numbers.map((value) => [value]) }
  })
}

/** `embed FILES… --model RUN`: each sample's embedding. */
export function embedCommand<Sample>(modality: HostModality<Sample>): Command {
  const description = `the encoder’s embedding of each of the ${modality.samples}, as CSV`
  return predictionCommand('embed', description, modality, async ({ model }, tokenizer, set, computing) => {
    const vectors = await predictAll(set, tokenizer, 'embed', (samples) =>
      embed(model, samples, { tokenizer, ...inferenceIn(computing) }),
    )
    const columns = embeddingColumns(model.config.encoder.dModel)
    const page: Predictions['page'] = (options, about) => {
      const { neighbours, seed } = options as EmbedOptions
      return mapReport({ modality, tokenizer, set, vectors, neighbours, seed }, about)
    }
    return { columns, rows: vectors.map((vector) => [...vector]), page }
  })
    .option(
      '--report <file>',
      'a page with a map of the embeddings, by UMAP: coloured by label, a picture or curve of each',
    )
    .option('--neighbours <count>', 'that each point of the map is to stay near to', count, 15)
    .option('--seed <number>', 'of the map', wholeNumber, 1)
}

function predictionCommand<Sample>(
  name: string,
  description: string,
  modality: HostModality<Sample>,
  predict: Predict<Sample>,
): Command {
  const command = new Command(name)
    .description(description)
    .argument('<files...>', modality.files)
    .option('--out <file>', 'the CSV file (default: printed)')
    .addOption(escapeFormulasOption())
  addDistributedOptions(addModelOptions(command, modality))
  return command.action(async (files: readonly string[], options: PredictOptions) => {
    const { set, load } = await readForModel(modality, files, options, { command: name, use: 'predict' })
    const { trained, tokenizer } = await load()
    await withSession(programName(), options, async ({ engine, ranks, say, claim, command: typed }) => {
      const out = options.out === undefined ? null : userPath(options.out)
      const report = typeof options.report === 'string' ? userPath(options.report) : null
      await ranks.onFirst(async () => {
        for (const file of [out, report]) if (file !== null) await claim(file, 'file')
      })
      const { columns, rows, page } = await predict(trained, tokenizer, set, { engine, ranks })
      if (report !== null && page !== undefined) {
        const about = { subtitle: `${options.model} on ${files.join(', ')}`, command: typed }
        await ranks.onFirst(async () => {
          await writeFile(report, await page(options, about))
          tell(`report  ${report}`)
        })
      }
      printResult({ rows: rows.map((row, index) => objectOf(['id', ...columns], [set.ids[index]!, ...row])) })
      const table = [['id', ...columns], ...rows.map((row, index) => [set.ids[index]!, ...row])]
      if (out === null) {
        if (!isJsonOutput()) printTable(table, options.escapeFormulas)
        return
      }
      await ranks.onFirst(() => writeFile(out, toCsv(table, options.escapeFormulas)))
      say(`${rows.length} rows in ${out}`)
    })
  })
}

function objectOf(
  names: readonly string[],
  cells: readonly (string | number)[],
): Readonly<Record<string, string | number>> {
  return Object.fromEntries(names.map((name, index) => [name, cells[index]!]))
}
