import { dirname, join } from 'node:path'
import type { TokenizerSet } from '@romae/tokenizer'
import { createSetImputer } from '@romae/trainer/node'
import { Command } from 'commander'
import { asPretrained } from '../modality/trained-model.ts'
import { addModelOptions, type ModelOptions, readForModel } from '../modality/use-model.ts'
import { escapeFormulasOption } from '../run/escape-formulas.ts'
import { programName } from '../run/program-name.ts'
import { nameOf, withSession } from '../run/session.ts'
import { fillTable } from '../several/fill-table.ts'
import type { Several } from '../several/member.ts'
import type { SeveralModality } from '../several/several-modality.ts'
import { readTable } from '../several/table.ts'
import { printResult } from '../terminal/result.ts'
import { tellNote } from '../terminal/tell-note.ts'
import { toCsv } from '../to-csv.ts'
import { userPath, writeFile } from '../write-file.ts'

type Options = ModelOptions & { readonly escapeFormulas: boolean }

/** `impute TABLE --model RUN` of samples of several modalities: tells what they lack from what they have. */
export function imputeSeveralCommand(modality: SeveralModality): Command {
  const command = new Command('impute')
    .description('tell images, numbers and categories that samples lack from what they have, by a model of pretrain')
    .argument('<table>', modality.files)
    .option('--out <folder>', 'where the filled table and its images go (default: runs/several/impute/<table>)')
    .addOption(escapeFormulasOption())
  return addModelOptions(command, modality).action((file: string, options: Options) => run(modality, file, options))
}

async function run(modality: SeveralModality, file: string, options: Options): Promise<void> {
  const { set, load } = await readForModel(modality, [file], options, { command: 'impute', use: 'predict' })
  const { trained, tokenizer } = await load()
  const { model } = asPretrained(trained, 'impute')
  const delimiter = (set.data.delimiter ?? null) as string | null
  const table = await readTable(userPath(file), { delimiter })
  const folder = userPath(options.out ?? join('runs', modality.name, 'impute', nameOf(file)))
  const out = join(folder, `${nameOf(file)}.filled.csv`)
  await withSession(programName(), options, async (session) => {
    await session.claim(folder, 'folder')
    const imputer = await createSetImputer(model, { engine: session.engine, tokenizer, onNote: tellNote })
    try {
      const found = await fillTable(modality.parts, table, {
        set,
        tokenizer: tokenizer as TokenizerSet<Several>,
        imputer,
        folder,
      })
      for (const [name, bytes] of found.files) await writeFile(join(folder, name), bytes)
      await writeFile(out, toCsv([found.columns, ...found.rows], options.escapeFormulas, table.delimiter))
      for (const note of found.notes) session.say(note)
      for (const [name, count] of Object.entries(found.filled)) session.say(`${name} told for ${count} samples`)
      session.say(`filled table ${out}, images in ${dirname(out)}`)
      printResult({ file: out, filled: found.filled, notes: found.notes })
    } finally {
      await imputer.dispose()
    }
  })
}
