import { join } from 'node:path'
import { exportOnnx, float16Difference } from '@romae/trainer/node'
import { Command, Option } from 'commander'
import { loadTrained } from '../modality/trained-model.ts'
import { Claims } from '../run/claims.ts'
import { formatAmount } from '../terminal/format-amount.ts'
import { print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { userPath, writeFile } from '../write-file.ts'

const parts = ['encoder', 'predictor', 'imputer'] as const

/** `export RUN`: a model as one ONNX file. */
export function exportCommand(): Command {
  return new Command('export')
    .description('a trained model as one ONNX file with open batch and length, for any ONNX Runtime')
    .argument('<run>', 'the folder of a run, or of the model in it')
    .addOption(
      new Option(
        '--part <part>',
        'of the model (default: imputer of a pre-trained one, predictor of a fine-tuned one)',
      ).choices(parts),
    )
    .option('--float16', 'store weights as float16: half of the bytes; says how far outputs move', false)
    .option('--out <file>', 'the ONNX file (default: model.onnx in the folder)')
    .action(run)
}

interface Options {
  readonly part?: (typeof parts)[number]
  readonly out?: string
  readonly float16: boolean
}

async function run(given: string, options: Options): Promise<void> {
  const { model } = await loadTrained(userPath(given))
  const part = options.part ?? (model.config.task === 'pretraining' ? 'imputer' : 'predictor')
  const file = userPath(options.out ?? join(given, 'model.onnx'))
  const claims = new Claims('romae export')
  try {
    await claims.claim(file, 'file')
    const bytes = exportOnnx(model, part, { weights: options.float16 ? 'float16' : 'float32' })
    const difference = options.float16 ? await float16Difference(model, part) : null
    await writeFile(file, bytes)
    print(`${part} of ${formatAmount(bytes.byteLength, 'B')} in ${file}`)
    if (difference !== null) {
      const { largest, deviation, tokens } = difference
      const moved = `${largest.toPrecision(2)}, where they have a standard deviation of ${deviation.toPrecision(2)}`
      print(`weights of float16 move outputs by at most ${moved} (${tokens} random tokens)`)
    }
    printResult({ file, part, bytes: bytes.byteLength, ...(difference !== null && { float16: difference }) })
  } finally {
    await claims.release()
  }
}
