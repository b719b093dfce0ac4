import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { switchOffTelemetry } from '../onnxruntime-node/telemetry.ts'

/**
 * For tests, as one file: `node telemetry-child.mjs main|worker|unreachable [VALUE]` switches telemetry off in this thread, in a worker, or in
 * a worker that cannot reach its main thread; a worker may have a value of its own for the variable. Prints what libraries read
 * from the process's environment, or the error.
 */
const [mode, value] = isMainThread ? process.argv.slice(2) : ['main', undefined]
if (mode === 'main') {
  try {
    const set = workerData === 'unreachable' ? () => Promise.reject(new Error('out of reach')) : undefined
    // Twice, as for two engines: what failed once fails again.
    await switchOffTelemetry(set).catch(() => {})
    await switchOffTelemetry(set)
    const { environmentVariables } = process.report.getReport() as { environmentVariables: NodeJS.ProcessEnv }
    process.stdout.write(`${environmentVariables.ORT_DISABLE_TELEMETRY}`)
  } catch (error) {
    process.stdout.write((error as Error).message)
  }
} else {
  const env = value === undefined ? undefined : { ...process.env, ORT_DISABLE_TELEMETRY: value }
  new Worker(process.argv[1]!, { workerData: mode, ...(env && { env }) })
}
