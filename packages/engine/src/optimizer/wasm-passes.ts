import { optimizerWasm } from './optimizer.wasm.ts'
import type { OptimizerPasses } from './passes.ts'
import { Instance, Module, type WasmMemory, type WasmModule } from './web-assembly.ts'

/** The functions `optimizer.wat` exports. */
interface OptimizerExports {
  sumOfSquares(gradient: number, count: number): number
  adamw(
    parameters: number,
    gradient: number,
    m: number,
    v: number,
    count: number,
    scale: number,
    decay: number,
    stepSize: number,
    oneMinusBeta1: number,
    beta2: number,
    oneMinusBeta2: number,
    rootCorrection: number,
    epsilon: number,
  ): void
  sgd(
    parameters: number,
    gradient: number,
    count: number,
    scale: number,
    weightDecay: number,
    learningRate: number,
  ): void
  sgdMomentum(
    parameters: number,
    gradient: number,
    buffer: number,
    count: number,
    scale: number,
    weightDecay: number,
    momentum: number,
    learningRate: number,
  ): void
  blend(target: number, source: number, count: number, keep: number, add: number): void
}

let compiled: WasmModule | undefined

/** The passes in WebAssembly SIMD, for vectors that are views of `memory`. */
export function wasmPasses(memory: WasmMemory): OptimizerPasses {
  compiled ??= new Module(Uint8Array.from(atob(optimizerWasm), (character) => character.charCodeAt(0)))
  const instance = new Instance(compiled, { engine: { memory } })
  const wasm = instance.exports as OptimizerExports
  return {
    sumOfSquares: (gradient) => wasm.sumOfSquares(gradient.byteOffset, gradient.length),
    adamw: ({ parameters, gradient, m, v }, scalars) =>
      wasm.adamw(
        parameters.byteOffset,
        gradient.byteOffset,
        m.byteOffset,
        v.byteOffset,
        parameters.length,
        scalars.gradientScale,
        scalars.decay,
        scalars.stepSize,
        1 - scalars.beta1,
        scalars.beta2,
        1 - scalars.beta2,
        scalars.rootCorrection,
        scalars.epsilon,
      ),
    sgd: ({ parameters, gradient }, { gradientScale, weightDecay, learningRate }) =>
      wasm.sgd(parameters.byteOffset, gradient.byteOffset, parameters.length, gradientScale, weightDecay, learningRate),
    sgdMomentum: ({ parameters, gradient, buffer }, { gradientScale, weightDecay, momentum, learningRate }) =>
      wasm.sgdMomentum(
        parameters.byteOffset,
        gradient.byteOffset,
        buffer.byteOffset,
        parameters.length,
        gradientScale,
        weightDecay,
        momentum,
        learningRate,
      ),
    blend: (target, source, keep, add) => wasm.blend(target.byteOffset, source.byteOffset, target.length, keep, add),
  }
}
