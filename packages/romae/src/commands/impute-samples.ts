import { join } from 'node:path'
import { inOrder } from '@romae/internal/iteration'
import type { FillTokens, Tokenizer } from '@romae/tokenizer'
import { type AnyTokenizer, createImputer, type PretrainedModel } from '@romae/trainer/node'
import { Command } from 'commander'
import { requireUse } from '../cli/require-use.ts'
import { errors } from '../errors.ts'
import { filesToFill } from '../impute/outputs.ts'
import { STANDARD_INPUT } from '../input.ts'
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
import { singleTokenizer } from '../modality/single-tokenizer.ts'
import { asPretrained } from '../modality/trained-model.ts'
import { readForModel } from '../modality/use-model.ts'
import { addDistributedOptions } from '../ranks/options.ts'
import { escapeFormulasOption } from '../run/escape-formulas.ts'
import { openRuns } from '../run/open-runs.ts'
import { programName } from '../run/program-name.ts'
import { addRunOptions } from '../run/run-options.ts'
import { type Session, withSession } from '../run/session.ts'
import { requireDifferentPaths } from '../splits/same-files.ts'
import { keepOutputForData, print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { tellNote } from '../terminal/tell-note.ts'
import { userPath, writeFile } from '../write-file.ts'

interface Options extends PretrainingOptions {
  readonly model?: string
  readonly folder?: string
  readonly escapeFormulas: boolean
}

/** `impute FILES…` of any kind of data but series, whose command compares methods besides: trains, or uses a model, fills, and writes. */
export function imputeSamplesCommand<Sample>(modality: HostModality<Sample>): Command {
  const command = new Command('impute')
    .description(
      `fill what is missing in ${modality.samples}: train on what is there, or use a model, and write each filled file`,
    )
    .argument('<files...>', modality.files)
    .option('--model <run>', 'use this model, of an earlier run or of pretrain, instead of training')
    .option(
      '--out <file>',
      'the filled file, - for standard output; of several files a folder (default: <name>.filled.<ending> beside each)',
    )
    .addOption(escapeFormulasOption())
    .option('--folder <folder>', `the run’s folder (default: runs/${modality.name}/impute/<first file>)`)
  addDistributedOptions(addRunOptions(addExperimentOptions(command, modality), null))
  return command.action((given: readonly string[], options: Options) => run(modality, given, options, command))
}

/** Samples of one file or of several, and how they were read. */
interface Part<Sample> {
  readonly set: SampleSet<Sample>
  readonly data: Readonly<Record<string, unknown>>
}

/** Files that were read, and the model that fills them: one that is there, or that is to be trained on all of them. */
interface Source<Sample> {
  /** A file each, or one for all of them, which are read one by one once the model is there. */
  readonly parts: readonly Part<Sample>[]
  readonly tokenizer: Tokenizer<Sample>
  readonly model: PretrainedModel | Pretraining<Sample>
}

async function run<Sample>(
  modality: HostModality<Sample>,
  given: readonly string[],
  options: Options,
  command: Command,
): Promise<void> {
  requireUse(command, options.model !== undefined)
  const { name, samples } = modality
  if (modality.write === null) throw errors.APP_CANNOT_IMPUTE({ modality: name, samples, lacks: 'write' })
  // A file is read to fill it, and once more to write it.
  if (given.includes(STANDARD_INPUT)) throw errors.APP_STANDARD_INPUT({})
  if (options.out === STANDARD_INPUT) keepOutputForData(true)
  const files = filesToFill(given, { out: options.out })
  const source = await read(modality, given, options)
  const { parts, tokenizer, model } = source
  if (tokenizer.fillMissing === undefined) {
    throw errors.APP_CANNOT_IMPUTE({ modality: name, samples, lacks: 'fillMissing' })
  }
  const count = parts.reduce((sum, { set }) => sum + set.samples.length, 0)
  print(`${given.join(', ')}: ${count} ${samples}`)
  if (options.dryRun && 'set' in model) {
    print(await planOfPretraining(model, options.seed))
    return
  }
  const folder = userPath(options.folder ?? join('runs', name, 'impute', files[0].name))
  await withSession(programName(), options, async (session) => {
    await session.ranks.onFirst(async () => {
      for (const { out } of files) await session.claim(out, 'file')
    })
    const isTraining = 'set' in model
    const trained = isTraining
      ? await train(modality, model, { folder, file: files[0].given }, options, session)
      : model
    if (isTraining) session.say(`report      ${join(folder, 'report.html')}\nmodel       ${folder}`)
    // What a training has made is taken again by --resume; without one, a second signal ends the process.
    const stopIfAsked = isTraining ? session.stopIfAsked : () => {}
    await session.ranks.onFirst(async () => {
      const written: WrittenFile[] = []
      for (const [index, file] of files.entries()) {
        const part =
          parts.length === files.length ? parts[index]! : await readPart(modality, file.given, folder, options)
        const result = await fill(trained, { ...part, tokenizer }, session, stopIfAsked)
        const content = modality.write!(file.path, result.samples, part.data, options.escapeFormulas)
        await writeFile(file.out, await content)
        session.say(`filled file ${file.out}: ${result.tokens} missing tokens`)
        written.push({ file: file.out, samples: part.set.samples.length, filled: result.tokens })
      }
      printResult({ files: written })
    })
  })
}

/** A file that was filled, for the command's result. */
interface WrittenFile {
  readonly file: string
  readonly samples: number
  /** Tokens. */
  readonly filled: number
}

async function read<Sample>(
  modality: HostModality<Sample>,
  given: readonly string[],
  options: Options,
): Promise<Source<Sample>> {
  const { model } = options
  if (model === undefined) {
    const { set, ...chosen } = await readToPretrain(modality, given, options, 'impute')
    const pretraining = await preparePretraining(modality, chosen, set)
    const tokenizer = requireSingle(modality, pretraining.tokenizer)
    return { parts: [{ set, data: chosen.experiment.data }], tokenizer, model: pretraining }
  }
  await requireDifferentPaths([{ option: null, paths: given }])
  const parts = []
  for (const file of given) parts.push(await readPart(modality, file, model, options))
  const { trained, tokenizer } = await parts[0]!.load()
  return { parts, tokenizer: requireSingle(modality, tokenizer), model: asPretrained(trained, 'impute').model }
}

function requireSingle<Sample>(
  { name, samples }: HostModality<Sample>,
  tokenizer: AnyTokenizer<Sample>,
): Tokenizer<Sample> {
  const single = singleTokenizer(tokenizer)
  if (single === null) throw errors.APP_CANNOT_IMPUTE({ modality: name, samples, lacks: 'fillMissing' })
  return single
}

/** One of the files, as the model's were read. */
function readPart<Sample>(modality: HostModality<Sample>, file: string, model: string, options: Options) {
  return readForModel(modality, [file], { ...options, model }, { command: 'impute', use: 'predict' })
}

async function train<Sample>(
  modality: HostModality<Sample>,
  pretraining: Pretraining<Sample>,
  { folder, file }: { readonly folder: string; readonly file: string },
  options: Options,
  session: Session,
): Promise<PretrainedModel> {
  const [run] = await openRuns(folder, options, session)
  const beside = await seenIn(pretraining, modality.samples)
  const model = await pretrainIn(run!, pretraining, beside, session, options)
  await session.ranks.onFirst(() => reportPretraining(modality, run!, pretraining, { model, session, file }))
  return model
}

/** All samples with what was missing, and how many tokens that were. */
async function fill<Sample>(
  model: PretrainedModel,
  { set, tokenizer }: Pick<Part<Sample>, 'set'> & Pick<Source<Sample>, 'tokenizer'>,
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
