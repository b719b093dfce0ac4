import { encode, packedLayout, packParameters } from '@romae/core'
import type { Engine, HostTensor, HostTensors, Program } from '@romae/engine'
import {
  exportOnnx,
  predictionInputs,
  predictionProgram,
  pretrainingProgram,
  type RomaeModel,
} from '@romae/trainer/node'
import { type DeclaredFile, declaredFile } from './declared-file.ts'
import type { NamedModel, Part } from './models.ts'
import { randomInputs, trialSizes } from './random-inputs.ts'

/** One run of a file: its inputs, and what the model itself makes of them. */
interface Trial {
  readonly inputs: HostTensors
  readonly expected: HostTensor
}

/** An exported file, what it has to look like, and what it has to compute. */
export interface ExportedPart {
  readonly name: string
  readonly bytes: Uint8Array
  readonly declared: DeclaredFile
  readonly trials: readonly Trial[]
}

/** Exports a part of a model, and runs the model itself on every size that is tried. */
export async function exportPart({ name, model }: NamedModel, part: Part, engine: Engine): Promise<ExportedPart> {
  const declared = declaredFile(model.config, part)
  const parameters = packParameters(model.config, model.parameters)
  const program = engine.compile(programOf(model, part))
  const trials: Trial[] = []
  for (const sizes of trialSizes) {
    const inputs = randomInputs(declared.inputs, sizes, model.config.positionEncoding)
    const outputs = await program.run(parameters, inputs)
    trials.push({ inputs, expected: outputs[declared.output.name]! })
  }
  await program.dispose()
  return { name: `${name}.${part}`, bytes: exportOnnx(model, part), declared, trials }
}

function programOf({ config }: RomaeModel, part: Part): Program {
  if (part === 'encoder') {
    return {
      name: 'encoder',
      layout: packedLayout(config),
      run: (parameters, inputs) => ({ embeddings: encode(config, parameters, predictionInputs(inputs)).encoded }),
    }
  }
  if (config.task === 'pretraining') return pretrainingProgram(config)
  return predictionProgram(config, { kind: 'meanSquaredError' })
}
