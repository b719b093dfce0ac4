import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  fromPyTorchConfig,
  fromPyTorchState,
  type Parameters,
  type PredictionConfig,
  packParameters,
  type RomaeConfig,
} from '@romae/core'
import { parseSafetensors } from '@romae/safetensors'
import { predictionProgram, pretrainingProgram } from '@romae/trainer/node'
import { scaledError } from '../compare.ts'
import { tolerances } from '../tolerances.ts'
import { classifyInputs } from './classify.ts'
import type { RunKind } from './kind.ts'
import { pretrainInputs } from './pretrain.ts'

/**
 * Two checkpoint folders as the reference writes them, and what its models compute from them. `as_reference` is the
 * stored classifier; `full_transfer` has the pre-trained patch projection as well.
 */
export const checkpoint: RunKind = async (fixture, engine) => {
  const pretrained = await load(join(fixture.folder, fixture.meta.pretrain_dir))
  const classifier = await load(join(fixture.folder, fixture.meta.classifier_dir))
  const config = pretrained.config
  if (config.task !== 'pretraining' || classifier.config.task !== 'prediction') {
    throw new Error('the first checkpoint must be a pre-training model, the second a classifier')
  }
  const tensors = {
    values: fixture.tensor('in/values'),
    positions: fixture.tensor('in/positions'),
    padding: fixture.has('in/pad_mask') ? fixture.tensor('in/pad_mask') : undefined,
  }
  const reconstruction = engine.compile(pretrainingProgram({ ...config, lossAverage: 'reference' }))
  const reconstructed = await reconstruction.run(
    packParameters(config, pretrained.parameters),
    pretrainInputs(config, { ...tensors, mask: fixture.tensor('in/mask') }),
  )
  await reconstruction.dispose()

  const program = engine.compile(predictionProgram(classifier.config, { kind: 'crossEntropy' }))
  const predict = (parameters: Parameters) =>
    program.run(packParameters(classifier.config, parameters), {
      ...classifyInputs(classifier.config as PredictionConfig, tensors),
      targets: fixture.tensor('in/label'),
    })
  const asReference = await predict(classifier.parameters)
  const { 'projection.weight': weight, 'projection.bias': bias } = pretrained.parameters
  const fullTransfer = await predict({
    ...classifier.parameters,
    'projection.weight': weight!,
    'projection.bias': bias!,
  })
  await program.dispose()

  const results = [
    ['pretrain', '', reconstructed],
    ['classifier', '_as_reference', asReference],
    ['classifier', '_full_transfer', fullTransfer],
  ] as const
  return results.flatMap(([model, suffix, outputs]) => [
    {
      quantity: `out/${model}_logits${suffix}`,
      error: scaledError(outputs.predictions!.data, fixture.tensor(`out/${model}_logits${suffix}`).data),
      tolerance: tolerances.checkpoint.logits,
    },
    {
      quantity: `out/${model}_loss${suffix}`,
      error: scaledError(outputs.loss!.data, fixture.tensor(`out/${model}_loss${suffix}`).data),
      tolerance: tolerances.checkpoint.loss,
    },
  ])
}

async function load(folder: string): Promise<{ config: RomaeConfig; parameters: Parameters }> {
  const config = fromPyTorchConfig(JSON.parse(await readFile(join(folder, 'model_config.json'), 'utf8')))
  const { tensors } = parseSafetensors(await readFile(join(folder, 'model.safetensors')))
  const state = Object.fromEntries(
    [...tensors].map(([name, tensor]) => [name, { shape: tensor.shape, data: tensor.toFloat32() }]),
  )
  return { config, parameters: fromPyTorchState(config, state) }
}
