import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread, Worker } from 'node:worker_threads'
import { createEngine } from '@romae/engine'
import * as tf from '@tensorflow/tfjs'

/** Milliseconds. ONNX Runtime first turns to its makers ten seconds after it was loaded. */
const STAY = 13_000

/** `node telemetry-child.ts main|worker` computes a little on ONNX Runtime, in this thread or in a worker, and stays a while. */
if (isMainThread && process.argv[2] === 'worker') {
  // tsx leaves workers alone unless it is asked.
  const [tsx, file] = [import.meta.resolve('tsx/esm/api'), import.meta.url].map((url) => JSON.stringify(url))
  new Worker(`import(${tsx}).then(({ register }) => { register(); return import(${file}) })`, { eval: true })
} else {
  const engine = await createEngine('onnxruntime-node')
  const half = engine.compile({
    name: 'half',
    layout: { entries: [], size: 0 },
    run: (_, { x }) => ({ half: tf.mul(x!, 0.5) }),
  })
  await half.run(new Float32Array(), { x: { data: Float32Array.of(1), shape: [1] } })
  await sleep(STAY)
  await engine.dispose()
}
