import * as tf from '@tensorflow/tfjs-core'
import * as main from '../index.ts'
import * as internals from '../internals.ts'
import {
  randomPredictionInputs,
  randomPretrainingInputs,
  randomWeights,
  tinyPrediction,
  tinyPretraining,
} from './models.ts'
import { randomModality, tinySet, twoModalities } from './set-models.ts'

const core = { ...main, ...internals }

/** Calls of the functions of both entries, by name; each makes one call, or a few, and returns all tensors that they gave. */
export type PublicCalls = Readonly<Record<string, () => unknown>>

/**
 * One call of every public function on the smallest model, and one gradient of each task. The inputs are made here, so
 * that what a call adds to tfjs' memory is its own.
 */
export function publicCalls(): PublicCalls {
  const random = core.createRandom(1)
  const stack = { stochasticDepth: 0.1, hiddenDropout: 0.1, attentionDropout: 0.1, positionDropout: 0.1 }
  const pretraining = tinyPretraining({ normalizeTargets: true, headDropout: 0.1 })
  const prediction = tinyPrediction({ encoder: { ...tinyPrediction().encoder, ...stack } })
  const parameters = core.initializeParameters(pretraining, 1)
  const weights = randomWeights(pretraining, random)
  const packed = core.packTensors(pretraining, weights)
  const inputs = {
    ...randomPretrainingInputs(pretraining, random),
    visiblePadding: tf.zeros([2, 3]),
    maskedPadding: tf.zeros([2, 4]),
  }
  const predictionWeights = randomWeights(prediction, random)
  const masks = (sites: readonly main.DropoutSite[]) =>
    Object.fromEntries(sites.map((site) => [site.name, tf.tensor(core.dropoutMask(site, random), [...site.shape])]))
  const dropout = masks(core.predictionDropoutSites(prediction, { batch: 2, length: 5 }))
  const samples = { ...randomPredictionInputs(prediction, random), padding: tf.zeros([2, 5]), dropout }
  const [outputs, labels, tokenOutputs] = [tf.ones([2, 4]), tf.tensor([0, 3]), tf.ones([2, 5, 4])]
  const marks = tf.ones([2, 4])
  const [heads, byToken, gain] = [tf.ones([2, 2, 3, 8]), tf.ones([2, 3, 2, 8]), tf.ones([8])]
  const [matrix, bias] = [tf.ones([8, 2]), tf.ones([2])]
  const absolute = tinyPretraining({ positionEncoding: 'absolute' })
  const [visibleIndices, maskedIndices] = [tf.ones([2, 1, 3]), tf.ones([2, 1, 4])]
  const keep: main.ApplyDropout = (_site, _rate, x) => x
  const positions = tf.ones([2, 2, 3])
  const rotary = { headDimension: 8, axes: 2, fraction: 0.75, keep: 'fastest' } as const
  const grid = { shape: [4, 4], patch: [2, 2], channels: 1 }
  const tokens = {
    values: new Float32Array(24),
    positions: new Float32Array(16),
    padding: new Uint8Array(8),
    batch: 2,
    length: 4,
    tokenSize: 3,
    axes: 2,
  }
  const sequence = { x: tf.ones([2, 3, 16]), positions, padding: tf.zeros([2, 3]) }
  const mask = () => core.sampleMask(tokens.padding, tokens, { ratio: 0.5 }, random)
  const reconstruct = (named: main.TensorMap) =>
    core.pretrainingLoss(pretraining, core.pretrainingForward(pretraining, named, inputs).predictions, inputs)
  const set = tinySet()
  const setWeights = randomWeights(set, random)
  const setInputs = { modalities: { image: randomModality(twoModalities[0], random, { visible: 2, masked: 1 }) } }
  const setPrediction = core.predictionConfig({ ...backboneOf(set), outputSize: 2, pooling: 'mean' })
  const setPredictionWeights = randomWeights(setPrediction, random)
  const { visible: values, visiblePositions } = setInputs.modalities.image
  const setSamples = { modalities: { image: { values, positions: visiblePositions } } }
  const encodeSet = () => core.encodeSet(setPrediction, setPredictionWeights, setSamples)
  const classify = (named: main.TensorMap) =>
    core.predictionLoss(core.predict(prediction, named, samples), labels, { kind: 'crossEntropy', smoothing: 0.1 })

  return {
    RomaeError: () => core.RomaeError.isInstance(new core.RomaeError('A_CODE', 'a message')),
    attention: () => core.attention(heads, heads, heads),
    binaryCrossEntropy: () => core.binaryCrossEntropy(outputs, marks, { positiveWeights: [1, 2, 3, 4] }),
    checkParameters: () => core.checkParameters(pretraining, parameters),
    createRandom: () => core.createRandom(1).normal(),
    crossEntropy: () => [
      core.crossEntropy(outputs, labels),
      core.crossEntropy(outputs, labels, { smoothing: 0.1, classWeights: [1, 2, 3, 4], sampleWeights: labels }),
    ],
    dropoutMask: () => core.dropoutMask({ name: 'head', shape: [2, 3], rate: 0.1 }, random),
    encode: () => core.encode(prediction, predictionWeights, { values: samples.values, positions: samples.positions }),
    encodeSet,
    fittedBases: () => core.fittedBases(pretraining, [48, 10]),
    fromPyTorchConfig: () => core.fromPyTorchConfig(core.toPyTorchConfig(prediction)),
    fromPyTorchState: () => core.fromPyTorchState(pretraining, core.toPyTorchState(pretraining, parameters)),
    initializePacked: () => core.initializePacked(prediction, 1),
    initializeParameters: () => core.initializeParameters(prediction, 1),
    likelihoodOf: () => core.likelihoodOf(pretraining).point([1]),
    linear: () => [core.linear(heads, matrix), core.linear(heads, matrix, bias)],
    maskedCount: () => core.maskedCount(25, 0.6),
    modelPositions: () => core.modelPositions(tokens, 'absolute'),
    packParameters: () => core.packParameters(pretraining, parameters),
    packTensors: () => core.packTensors(pretraining, weights),
    packedEntries: () => core.packedEntries(pretraining),
    packedLayout: () => core.packedLayout(pretraining),
    paddingBias: () => core.paddingBias(inputs.maskedPadding),
    parameterCount: () => core.parameterCount(pretraining),
    parameterSpecs: () => core.parameterSpecs(pretraining),
    parameterTensors: () => core.parameterTensors(pretraining, parameters),
    patchPositions: () => core.patchPositions(grid),
    patchify: () => core.patchify(new Float32Array(16), grid),
    poolSet: () => {
      const encoded = encodeSet()
      return [encoded, core.poolSet(setPrediction, encoded, setSamples)]
    },
    predict: () => [
      core.predict(prediction, predictionWeights, samples),
      tf.grads((...values) => classify(named(predictionWeights, values)))(Object.values(predictionWeights)),
    ],
    predictSet: () => core.predictSet(setPrediction, setPredictionWeights, setSamples),
    predictionConfig: () => tinyPrediction({ pooling: 'mean' }),
    predictionDropoutSites: () => core.predictionDropoutSites(prediction, { batch: 2, length: 5 }),
    predictionLoss: () => [
      core.predictionLoss(outputs, labels, { kind: 'crossEntropy' }),
      core.predictionLoss(tokenOutputs, samples.padding, { kind: 'crossEntropy' }, samples.padding),
      core.predictionLoss(tokenOutputs, tokenOutputs, { kind: 'meanSquaredError' }, samples.padding),
    ],
    pretrainingConfig: () => tinyPretraining({ cls: false }),
    savedConfig: () => core.savedConfig(pretraining),
    pretrainingDropoutSites: () => core.pretrainingDropoutSites(pretraining, { batch: 2, visible: 3, masked: 4 }),
    pretrainingForward: () => [
      core.pretrainingForward(pretraining, weights, inputs),
      core.pretrainingForward(pretraining, packed, inputs, { everyToken: true }),
      core.pretrainingForward(absolute, weights, {
        ...inputs,
        visiblePositions: visibleIndices,
        maskedPositions: maskedIndices,
      }),
      core.pretrainingForward(pretraining, weights, { maskedPositions: inputs.maskedPositions }),
      tf.grads((...values) => reconstruct(named(weights, values)))(Object.values(weights)),
    ],
    pretrainingLoss: () => core.pretrainingLoss(pretraining, inputs.targets, inputs),
    singleMaskedCount: () => core.singleMaskedCount(25, 0.6),
    pretrainingSetForward: () => core.pretrainingSetForward(set, setWeights, setInputs),
    pretrainingSetLoss: () => {
      const predictions = core.pretrainingSetForward(set, setWeights, setInputs)
      return [predictions, core.pretrainingSetLoss(set, predictions, setInputs)]
    },
    resolveEncoder: () => core.resolveEncoder('encoder', 'tiny', 1),
    rmsNorm: () => [core.rmsNorm(heads, gain, 1e-6), tf.grad((x) => core.rmsNorm(x, gain, 1e-6))(heads)],
    rotaryEmbedding: () => [
      core.rotaryEmbedding(byToken, positions, rotary),
      tf.grad((x) => core.rotaryEmbedding(x, positions, rotary))(byToken),
    ],
    rotaryOptions: () => core.rotaryOptions(pretraining, pretraining.encoder),
    rotaryTables: () => core.rotaryTables(positions, rotary),
    rotaryTimescales: () => core.rotaryTimescales(rotary),
    rotatingAxes: () => core.rotatingAxes(pretraining),
    runStack: () => core.runStack('encoder', pretraining.encoder, pretraining, packed, sequence, keep),
    sampleMask: mask,
    silu: () => [core.silu(heads), tf.grad(core.silu)(heads)],
    sinusoid: () => [core.sinusoid(samples.padding, 4), core.sinusoid(samples.padding, 3)],
    splitByMask: () => core.splitByMask(tokens, mask(), pretraining),
    standardizeTokens: () => core.standardizeTokens(inputs.targets),
    stepFlops: () => core.stepFlops(pretraining, { batch: 2, visible: 3, masked: 4 }),
    stepMemory: () => core.stepMemory(prediction, { batch: 2, visible: 5, masked: 0 }, 2),
    stochasticDepthRate: () => core.stochasticDepthRate(prediction.encoder, 1),
    stringifyPyTorchConfig: () => core.stringifyPyTorchConfig(core.toPyTorchConfig(pretraining)),
    tokenPoints: () => core.tokenPoints(core.likelihoodOf(pretraining), [{ kind: 'numbers', size: 2 }], () => [1]),
    toPyTorchConfig: () => core.toPyTorchConfig(prediction),
    toPyTorchState: () => core.toPyTorchState(pretraining, parameters),
    transferModalities: () => core.transferModalities(set, {}, 1),
    transferParameters: () => core.transferParameters(tinyPrediction(), parameters, 1),
    unpackParameters: () => core.unpackParameters(pretraining, core.packParameters(pretraining, parameters)),
    unpatchify: () => core.unpatchify(new Float32Array(16), grid),
  }
}

/** Tensors that are in tfjs' memory after a call although neither an input nor part of what it returned. */
export interface Leak {
  readonly name: string
  readonly tensors: number
}

/** Makes every call of `publicCalls` and counts what each leaves behind. */
export function findLeaks(calls: PublicCalls = publicCalls()): Leak[] {
  return Object.entries(calls).flatMap(([name, call]) => {
    const before = tf.memory().numTensors
    tf.dispose(call() as tf.TensorContainer)
    const tensors = tf.memory().numTensors - before
    return tensors === 0 ? [] : [{ name, tensors }]
  })
}

function named(weights: main.TensorMap, values: readonly tf.Tensor[]): main.TensorMap {
  return Object.fromEntries(Object.keys(weights).map((name, index) => [name, values[index]!]))
}

/** What a prediction model can be made of. */
function backboneOf({ task, decoder, normalizeTargets, lossAverage, ...backbone }: main.PretrainingConfig) {
  return backbone
}
