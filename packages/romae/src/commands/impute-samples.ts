import { basename, dirname, extname, join } from 'node:path'
import { inOrder } from '@romae/internal/iteration'
import type { FillTokens, Tokenizer } from '@romae/tokenizer'
import { createImputer, type PretrainedModel } from '@romae/trainer/node'
import { Command } from 'commander'
import { requireUse } from '../cli/require-use.ts'
import { errors } from '../errors.ts'
import { inputPath, STANDARD_INPUT } from '../input.ts'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import {
  type Pretraining,
  type PretrainingOptions,
  planOfPretraining,
  preparePretraining,
  pretrainIn,
  readToPretrain,
  reportPretraining,
  seenIn,
} from '../modality/pretraining.ts'
import { addExperimentOptions } from '../modality/resolve-experiment.ts'
import { asPretrained } from '../modality/trained-model.ts'
import { readForModel } from '../modality/use-model.ts'
import { openRuns } from '../run/open-runs.ts'
import { programName } from '../run/program-name.ts'
import { addRunOptions } from '../run/run-options.ts'
import { nameOf, type Session, withSession } from '../run/session.ts'
import { keepOutputForData, print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { tellNote } from '../terminal/tell-note.ts'
import { escapeFormulasOption } from '../to-csv.ts'
import { userPath, writeFile } from '../write-file.ts'

interface Options extends PretrainingOptions {
  readonly model?: string
  readonly folder?: string
  readonly escapeFormulas: boolean
}

/** `impute FILE` of any kind of data but series, whose command compares methods besides: trains, or uses a model, fills, and writes. */
export function imputeSamplesCommand<Sample>(modality: HostModality<Sample>): Command {
  const command = new Command('impute')
    .description(
      `fill what is missing in ${modality.samples}: train on what is there, or use a model, and write the filled file`,
    )
    .argument('<file>', modality.files)
    .option('--model <run>', 'use this model, of an earlier run or of pretrain, instead of training')
    .option('--out <file>', 'the filled file, - for standard output (default: <name>.filled.<ending> beside the input)')
    .addOption(escapeFormulasOption())
    .option('--folder <folder>', `the run’s folder (default: runs/${modality.name}/impute/<name>)`)
  addRunOptions(addExperimentOptions(command, modality), null)
  return command.action((given: string, options: Options) => run(modality, given, options, command))
}

/** A file that was read, and the model that fills it: one that is there, or that is to be trained. */
interface Source<Sample> {
  readonly set: SampleSet<Sample>
  readonly tokenizer: Tokenizer<Sample>
  readonly data: Readonly<Record<string, unknown>>
  readonly model: PretrainedModel | Pretraining<Sample>
}

async function run<Sample>(modality: HostModality<Sample>, given: string, options: Options, command: Command) {
  requireUse(command, options.model !== undefined)
  const { name, samples } = modality
  if (modality.write === null) throw errors.APP_CANNOT_IMPUTE({ modality: name, samples, lacks: 'write' })
  // It is read once to fill it, and once more to write it.
  if (given === STANDARD_INPUT) throw errors.APP_STANDARD_INPUT({})
  const toOutput = options.out === STANDARD_INPUT
  if (toOutput) keepOutputForData(true)
  const source = await read(modality, given, options)
  const { set, tokenizer, model } = source
  if (tokenizer.fillMissing === undefined) {
    throw errors.APP_CANNOT_IMPUTE({ modality: name, samples, lacks: 'fillMissing' })
  }
  print(`${given}: ${set.samples.length} ${samples}`)
  if (options.dryRun && 'set' in model) {
    print(await planOfPretraining(model, options.seed))
    return
  }
  const file = inputPath(given)
  const ending = extname(file)
  const beside = join(dirname(file), `${basename(file, ending)}.filled${ending}`)
  const out = toOutput ? '/dev/stdout' : userPath(options.out ?? beside)
  const folder = userPath(options.folder ?? join('runs', name, 'impute', nameOf(given)))
  await withSession(programName(), options, async (session) => {
    await session.claim(out, 'file')
    const trained = 'set' in model ? await train(modality, model, folder, options, session) : model
    // What a training has made is taken again by --resume; without one, a second signal ends the process.
    const stopIfAsked = 'set' in model ? session.stopIfAsked : () => {}
    const result = await fill(trained, source, session, stopIfAsked)
    const content = modality.write!(file, result.samples, source.data, options.escapeFormulas)
    await writeFile(out, await content)
    if ('set' in model) session.say(`report      ${join(folder, 'report.html')}\nmodel       ${folder}`)
    session.say(`filled file ${out}: ${result.tokens} missing tokens`)
    printResult({ file: out, samples: set.samples.length, filled: result.tokens })
  })
}

async function read<Sample>(modality: HostModality<Sample>, given: string, options: Options): Promise<Source<Sample>> {
  if (options.model === undefined) {
    const { set, ...chosen } = await readToPretrain(modality, [given], options, 'impute')
    const pretraining = await preparePretraining(modality, chosen, set)
    return { set, tokenizer: pretraining.tokenizer, data: chosen.experiment.data, model: pretraining }
  }
  const { model } = options
  const { set, data, load } = await readForModel(
    modality,
    [given],
    { ...options, model },
    { command: 'impute', use: 'predict' },
  )
  const { trained, tokenizer } = await load()
  return { set, tokenizer, data, model: asPretrained(trained, 'impute').model }
}

async function train<Sample>(
  modality: HostModality<Sample>,
  pretraining: Pretraining<Sample>,
  folder: string,
  options: Options,
  session: Session,
): Promise<PretrainedModel> {
  const [run] = await openRuns(folder, options, session)
  const beside = await seenIn(pretraining, modality.samples)
  const model = await pretrainIn(run!, pretraining, beside, session, options)
  await reportPretraining(modality, run!, pretraining, { model, session })
  return model
}

/** All samples with what was missing, and how many tokens that were. */
async function fill<Sample>(
  model: PretrainedModel,
  { set, tokenizer }: Pick<Source<Sample>, 'set' | 'tokenizer'>,
  { engine }: Pick<Session, 'engine'>,
  stopIfAsked: (done: string) => void,
) {
  const imputer = await createImputer(model, { engine, tokenizer, onNote: tellNote })
  let tokens = 0
  const fillTokens: FillTokens = (some) => {
    for (const { hidden } of some) for (const flag of hidden) tokens += flag
    return imputer.fillTokens(some)
  }
  try {
    const [read, filled]: [Sample[], Sample[]] = [[], []]
    for await (const sample of inOrder(set.samples)) {
      stopIfAsked(`${filled.length} of ${set.samples.length} filled, and nothing written`)
      read.push(sample)
      // Samples are as large as those that the model was trained on.
      filled.push(await tokenizer.fillMissing!(sample, fillTokens, { length: Number.MAX_VALUE }))
    }
    return { tokens, samples: { read, filled } }
  } finally {
    await imputer.dispose()
  }
}
