import type { InferenceSession } from 'onnxruntime-node'
import type { ResultTensor } from './compare.ts'
import type { DeclaredFile, Dimensions } from './declared-file.ts'
import type { ExportedPart } from './exported-part.ts'
import type { RuntimeRun } from './runtime-run.ts'

/**
 * Runs the files in this process, and compares what they say of their inputs and output with what is declared. A file is
 * given as bytes: nothing beside it could hold its weights.
 */
export async function nodeRun(parts: readonly ExportedPart[]): Promise<RuntimeRun> {
  // Before it is loaded: it would send data to its makers otherwise.
  process.env.ORT_DISABLE_TELEMETRY ||= '1'
  const { env, InferenceSession, Tensor } = await import('onnxruntime-node')
  const results: ResultTensor[][] = []
  const problems: string[] = []
  for (const { name, bytes, declared, trials } of parts) {
    const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 })
    problems.push(...signatureProblems(session, declared).map((problem) => `${name}: ${problem}`))
    const ofFile: ResultTensor[] = []
    for (const { inputs } of trials) {
      const feeds = Object.entries(inputs).map(([input, { data, shape }]) => [
        input,
        new Tensor('float32', data, shape),
      ])
      const tensor = (await session.run(Object.fromEntries(feeds)))[declared.output.name]!
      ofFile.push({ shape: tensor.dims, data: tensor.data as Float32Array })
    }
    results.push(ofFile)
    await session.release()
  }
  return { runtime: `onnxruntime-node ${env.versions.node ?? env.versions.common}`, results, problems }
}

function signatureProblems(session: InferenceSession, { inputs, output }: DeclaredFile): string[] {
  const expected = { ...inputs, [output.name]: output.dimensions }
  const found = Object.fromEntries(
    [...session.inputMetadata, ...session.outputMetadata].map((value): [string, Dimensions | null] => [
      value.name,
      value.isTensor && value.type === 'float32' ? value.shape : null,
    ]),
  )
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])]
    .filter((name) => found[name]?.join() !== expected[name]?.join())
    .map((name) => `"${name}" is [${found[name]?.join(', ') ?? 'absent'}], declared is [${expected[name]?.join(', ')}]`)
}
