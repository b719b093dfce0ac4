import { join } from 'node:path'
import { renderReport, type Section } from '@romae/report'
import {
  type AnyTokenizer,
  type Classification,
  embed,
  fitLinearProbe,
  nearestNeighbours,
  type Probe,
} from '@romae/trainer/node'
import { Command } from 'commander'
import { evaluationOf, figureIntervals, figuresOf, metricsOf } from '../modality/evaluate-set.ts'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { readSplits, type SplitOptions } from '../modality/read-splits.ts'
import { resolveExperiment } from '../modality/resolve-experiment.ts'
import { labelsOf } from '../modality/targets.ts'
import { findTrained, modelFolderOf, ofModality, settingsOf } from '../modality/trained-model.ts'
import { addModelOptions, type ModelOptions } from '../modality/use-model.ts'
import { addDistributedOptions } from '../ranks/options.ts'
import { evaluationSections } from '../report/evaluation-sections.ts'
import { figureLinesOfOne } from '../run/figure-lines.ts'
import { inferenceIn } from '../run/inference-in.ts'
import { claimResults } from '../run/open-runs.ts'
import { programName } from '../run/program-name.ts'
import { count, fraction, wholeNumber } from '../run/run-options.ts'
import { nameOf, type Session, withSession } from '../run/session.ts'
import { predictAll } from '../samples/trainer-samples.ts'
import { addLabelOption } from '../splits/labelled.ts'
import { knownKeys } from '../splits/sample-keys.ts'
import { seenNotes } from '../splits/seen-notes.ts'
import { readHistory } from '../splits/seen-samples.ts'
import { printResult } from '../terminal/result.ts'
import { userPath, writeFile, writeJson } from '../write-file.ts'

interface Options extends ModelOptions, SplitOptions {
  readonly memory?: number
  readonly neighbours: number
}

/** `probe FILES… --model RUN`: what a model's embeddings tell of labels, by classifiers so simple that they learn little themselves. */
export function probeCommand<Sample>(modality: HostModality<Sample>): Command {
  const command = new Command('probe')
    .description(
      `how well the embeddings of ${modality.samples} tell their classes, by a linear probe and by nearest neighbours`,
    )
    .argument('<files...>', modality.files)
    .option('--test <files...>', 'what to evaluate on')
    .option('--held-out <fraction>', 'without --test: the part of the samples to evaluate on (default: 0.2)', fraction)
    .option('--neighbours <count>', 'how many vote', count, 20)
    .option('--seed <number>', 'of what is held out', wholeNumber, 1)
    .option('--out <folder>', `where report and results go (default: runs/${modality.name}/probe/<first file>)`)
  addDistributedOptions(addModelOptions(addLabelOption(command, modality.samples), modality))
  return command.action((files: readonly string[], options: Options) => run(modality, files, options))
}

async function run<Sample>(modality: HostModality<Sample>, files: readonly string[], options: Options): Promise<void> {
  const found = await findTrained(userPath(options.model))
  const { data: recorded } = await settingsOf(found, modality, ['data'])
  const base = { data: modality.inherit?.(recorded, 'train') ?? recorded }
  const given = resolveExperiment(modality, { ...options, preset: 'cpu', set: [] }, base)
  const experiment = { ...given, finetuning: { ...given.finetuning, task: 'classification' as const } }
  const { train, test, notes } = await readSplits(modality, experiment, files, options)
  const trained = ofModality(await found.load(), modality)
  const tokenizer = modality.restore(trained.model)
  const seen = seenNotes(
    await knownKeys(test.set, modality.samples),
    await readHistory(modelFolderOf(trained.folder)),
    modality.samples,
  )
  const folder = userPath(options.out ?? join('runs', modality.name, 'probe', nameOf(files[0]!)))
  await withSession(programName(), options, async (session) => {
    await claimResults(folder, session)
    for (const note of [...notes, ...seen]) session.say(note)
    session.say(`${train.set.samples.length} ${modality.samples} to fit to, ${test.set.samples.length} to evaluate on`)
    const embedded = (set: SampleSet<Sample>) => embeddings(trained.model, tokenizer, set, session)
    const known = await embedded(train.set)
    const asked = await embedded(test.set)
    const labels = labelsOf(train.set)
    const linear = fitLinearProbe(known, labels, { seed: options.seed })
    const probes: readonly { readonly name: string; readonly probe: Probe }[] = [
      { name: 'linear probe', probe: linear },
      {
        name: `${options.neighbours} nearest neighbours`,
        probe: nearestNeighbours(known, labels, { neighbours: options.neighbours }),
      },
    ]
    const evaluations = probes.map(({ name, probe }) => {
      const predictions: Classification[] = probe.classify(asked)
      return { name, evaluation: evaluationOf(predictions, labelsOf(test.set), probe.classes, test.set) }
    })
    const sections: Section[] = []
    for (const { name, evaluation } of evaluations) {
      session.say(`\n${name}`)
      for (const line of figureLinesOfOne(figuresOf(evaluation), figureIntervals(evaluation))) session.say(line)
      sections.push(...(await evaluationSections(evaluation, test.set, `test samples: ${name}`)))
    }
    const results = evaluations.map(({ name, evaluation }) => ({
      probe: name,
      figures: figuresOf(evaluation),
      intervals: figureIntervals(evaluation),
      metrics: metricsOf(evaluation),
    }))
    const record = { command: session.command, decay: linear.decay, results, notes: [...notes, ...seen] }
    const path = join(folder, 'report.html')
    const report = renderReport({
      title: `What embeddings of ${modality.samples} tell`,
      subtitle: `${options.model} on ${files.join(', ')}`,
      sections: [...sections, { kind: 'code', heading: 'Command', code: session.command }],
    })
    await session.ranks.onFirst(async () => {
      await writeJson(join(folder, 'results.json'), record)
      await writeFile(path, report)
    })
    session.say(`\nreport  ${path}`)
    printResult({ folder, results, notes: [...notes, ...seen] })
  })
}

function embeddings<Sample>(
  model: Parameters<typeof embed>[0],
  tokenizer: AnyTokenizer<Sample>,
  set: SampleSet<Sample>,
  session: Session,
): Promise<Float32Array[]> {
  return predictAll(set, tokenizer, 'probe', (samples) => embed(model, samples, { tokenizer, ...inferenceIn(session) }))
}
