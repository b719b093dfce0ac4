import { join } from 'node:path'
import { renderReport } from '@romae/report'
import type { AnyTokenizer } from '@romae/trainer/node'
import { Command } from 'commander'
import { errors } from '../errors.ts'
import { evaluateSet, figureIntervals, figuresOf, metricsOf } from '../modality/evaluate-set.ts'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { labelSetsOf, requireOneLabel } from '../modality/label-sets.ts'
import { labelsOf, numbersOf } from '../modality/targets.ts'
import { asPrediction, modelFolderOf, type TrainedModel } from '../modality/trained-model.ts'
import { addModelOptions, type ModelOptions, readForModel } from '../modality/use-model.ts'
import { addDistributedOptions } from '../ranks/options.ts'
import { evaluationSections } from '../report/evaluation-sections.ts'
import { figureLinesOfOne } from '../run/figure-lines.ts'
import { claimResults } from '../run/open-runs.ts'
import { programName } from '../run/program-name.ts'
import { nameOf, withSession } from '../run/session.ts'
import { ablate, ablationLines, ablationSection, MOST_ABLATED } from '../several/ablation.ts'
import type { Several } from '../several/member.ts'
import { checkClasses, untested } from '../splits/label-checks.ts'
import { addLabelOption, type LabelOptions, labelledOf } from '../splits/labelled.ts'
import { knownKeys } from '../splits/sample-keys.ts'
import { seenNotes } from '../splits/seen-notes.ts'
import { readHistory } from '../splits/seen-samples.ts'
import { printResult } from '../terminal/result.ts'
import { userPath, writeFile, writeJson } from '../write-file.ts'

/** `evaluate FILES… --model RUN`: how a fine-tuned model does on labelled samples. */
export function evaluateCommand<Sample>(modality: HostModality<Sample>): Command {
  const command = new Command('evaluate')
    .description(`evaluate a fine-tuned model on labelled ${modality.samples}`)
    .argument('<files...>', modality.files)
    .option('--out <folder>', `where report and results go (default: runs/${modality.name}/evaluate/<first file>)`)
  if (modality.members !== null) {
    command.option('--ablation', `evaluates with each subset of the modalities, too; of ${MOST_ABLATED} at most`)
  }
  addDistributedOptions(addModelOptions(addLabelOption(command, modality.samples), modality))
  return command.action((files: readonly string[], options: Options) => run(modality, files, options))
}

type Options = ModelOptions & LabelOptions & { readonly ablation?: boolean }

async function run<Sample>(modality: HostModality<Sample>, files: readonly string[], options: Options): Promise<void> {
  const { members } = modality
  if (options.ablation && members!.length > MOST_ABLATED) {
    throw errors.APP_ABLATION({ modalities: members!.length, most: MOST_ABLATED })
  }
  const { set: all, load } = await readForModel(modality, files, options, { command: 'evaluate', use: 'evaluate' })
  const hint = 'name their column or folder; classify and regress need none'
  const { set, notes: ofLabels } = labelledOf(all, { what: 'evaluate', name: modality.samples, hint }, options)
  const labels = labelsOf(set)
  const { trained, tokenizer } = await load()
  const model = asPrediction(trained, 'evaluate')
  const notes = [...ofLabels, ...(await evaluationNotes(set, model, modality.samples))]
  const folder = userPath(options.out ?? join('runs', modality.name, 'evaluate', nameOf(files[0]!)))
  await withSession(programName(), options, async (session) => {
    await claimResults(folder, session)
    const evaluation = await evaluateSet(model, tokenizer, set, labels, session)
    for (const note of notes) session.say(note)
    session.say(`${set.samples.length} ${modality.samples}`)
    const figures = figuresOf(evaluation)
    const intervals = figureIntervals(evaluation)
    for (const line of figureLinesOfOne(figures, intervals)) session.say(line)
    const metrics = metricsOf(evaluation)
    const ablation = options.ablation
      ? await ablate(members!, model, tokenizer as AnyTokenizer<Several>, set as SampleSet<Several>, session)
      : null
    for (const line of ablation === null ? [] : ablationLines(ablation)) session.say(line)
    const result = { figures, intervals, metrics, notes, ...(ablation !== null && { ablation }) }
    const path = join(folder, 'report.html')
    const report = renderReport({
      title: `Evaluation on ${modality.samples}`,
      subtitle: `${options.model} on ${files.join(', ')}`,
      sections: [
        ...(ablation === null ? [] : [ablationSection(ablation)]),
        ...(await evaluationSections(evaluation, set, 'given samples', notes)),
        { kind: 'code', heading: 'Command', code: session.command },
      ],
    })
    await session.ranks.onFirst(async () => {
      await writeJson(join(folder, 'results.json'), { command: session.command, ...result })
      await writeFile(path, report)
    })
    session.say(`\nreport  ${path}`)
    printResult({ folder, ...result })
  })
}

/**
 * Notes for the user on samples that a model is to be evaluated on.
 *
 * @throws RomaeError `APP_LABEL_SETS`, `APP_UNKNOWN_CLASS`, `APP_LABEL_NOT_NUMBER`
 */
async function evaluationNotes<Sample>(
  set: SampleSet<Sample>,
  { model: { classes, multiLabel = false }, folder }: TrainedModel,
  name: string,
): Promise<string[]> {
  if (multiLabel) labelSetsOf(set, 'evaluate')
  else requireOneLabel(set, 'evaluate')
  if (classes === null) numbersOf(labelsOf(set), set.ids)
  else checkClasses(set, classes, 'evaluate', name)
  const history = await readHistory(modelFolderOf(folder))
  return [
    ...seenNotes(await knownKeys(set, name), history, name),
    ...(classes === null ? [] : untested(classes, { set })),
  ]
}
