import * as tf from '@tensorflow/tfjs-core'
import type { KernelCase } from './kernel-case.ts'
import { floats, type HostTensors } from './run-graph.ts'

type Named = Record<string, tf.Tensor>

/** The case as a function to be recorded. */
export function forward({ feeds, run }: KernelCase) {
  return (inputs: Named): Named => {
    const result = run(...Object.keys(feeds).map((name) => inputs[name] as tf.Tensor))
    return Object.fromEntries([result].flat().map((tensor, index) => [`y${index}`, tensor]))
  }
}

/** Gradients of the results, each element weighted differently, by the float inputs. */
export function backward(testCase: KernelCase) {
  const names = Object.entries(testCase.feeds).flatMap(([name, { dtype }]) => (dtype === 'float32' ? [name] : []))
  return (inputs: Named): Named => {
    const weighted = (...values: tf.Tensor[]): tf.Tensor => {
      const given = Object.fromEntries(names.map((name, index) => [name, values[index] as tf.Tensor]))
      const results = Object.values(forward(testCase)({ ...inputs, ...given }))
      const terms = results.map((y) => tf.sum(tf.mul(y, tf.tensor(floats(y.shape, 1.1).data, y.shape))))
      return terms.reduce((sum, term) => tf.add(sum, term))
    }
    const grads = tf.grads(weighted)(names.map((name) => inputs[name] as tf.Tensor))
    return Object.fromEntries(grads.map((grad, index) => [`d_${names[index]}`, grad]))
  }
}

/** Types and shapes, for a test's name. */
export function describeFeeds(feeds: HostTensors): string {
  return Object.values(feeds)
    .map(({ dtype, shape }) => `${dtype}[${shape}]`)
    .join(' ')
}
