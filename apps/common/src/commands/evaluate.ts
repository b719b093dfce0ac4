import { join } from 'node:path'
import { renderReport } from '@romae/report'
import { Command } from 'commander'
import { evaluateSet, figuresOf } from '../modality/evaluate-set.ts'
import type { Modality } from '../modality/modality.ts'
import { requireLabels } from '../modality/targets.ts'
import { asPrediction } from '../modality/trained-model.ts'
import { addModelOptions, type ModelOptions, readForModel } from '../modality/use-model.ts'
import { evaluationSections } from '../report/evaluation-sections.ts'
import { nameOf, withSession } from '../run/session.ts'
import { userPath, writeFile, writeJson } from '../write-file.ts'

/** `evaluate FILES… --model RUN`: how a fine-tuned model does on labelled samples. */
export function evaluateCommand<Sample>(modality: Modality<Sample>): Command {
  const command = new Command('evaluate')
    .description(`evaluate a fine-tuned model on labelled ${modality.samples}`)
    .argument('<files...>', modality.files)
    .option('--out <folder>', `where report and results go (default: runs/${modality.name}/evaluate/<first file>)`)
  return addModelOptions(command, modality).action((files: readonly string[], options: ModelOptions) =>
    run(modality, files, options),
  )
}

async function run<Sample>(modality: Modality<Sample>, files: readonly string[], options: ModelOptions): Promise<void> {
  const { set, load } = await readForModel(modality, files, options, { command: 'evaluate', isLabelled: true })
  const labels = requireLabels(set, 'evaluate', 'name their column or folder; classify and regress need none')
  const { trained, tokenizer } = await load()
  const model = asPrediction(trained, 'evaluate')
  const folder = userPath(options.out ?? join('runs', modality.name, 'evaluate', nameOf(files[0]!)))
  await withSession(`pnpm ${modality.name}`, options, async (session) => {
    const evaluation = await evaluateSet(model, tokenizer, set, labels, session.engine)
    session.say(`${set.samples.length} ${modality.samples}`)
    const figures = figuresOf(evaluation)
    for (const [name, value] of Object.entries(figures)) session.say(`  ${name.padEnd(14)}${value.toFixed(4)}`)
    const { metrics } = evaluation
    await writeJson(join(folder, 'results.json'), { command: session.command, figures, metrics })
    const path = join(folder, 'report.html')
    const report = renderReport({
      title: `Evaluation on ${modality.samples}`,
      subtitle: `${options.model} on ${files.join(', ')}`,
      sections: [
        ...evaluationSections(evaluation, set, 'given samples'),
        { kind: 'code', heading: 'Command', code: session.command },
      ],
    })
    await writeFile(path, report)
    session.say(`\nreport  ${path}`)
  })
}
