import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tensor } from '@tensorflow/tfjs-core'
import { dtypeOf, type HostTensor, type HostTensors } from '../host-tensor.ts'
import { onBackend } from '../tfjs/on-backend.ts'
import { type SavedModel, type TensorFlow, tensorFlowBackend } from './load.ts'

/** A SavedModel in TensorFlow, which keeps the values of its variables until it is disposed. */
export class SavedModelSession {
  readonly #tensorFlow: TensorFlow
  readonly #signatures: ReadonlyMap<string, SavedModel>

  private constructor(tensorFlow: TensorFlow, signatures: ReadonlyMap<string, SavedModel>) {
    this.#tensorFlow = tensorFlow
    this.#signatures = signatures
  }

  /** @param model the file `saved_model.pb` */
  static async load(
    tensorFlow: TensorFlow,
    model: Uint8Array,
    signatures: readonly string[],
  ): Promise<SavedModelSession> {
    // TensorFlow reads from a folder, and tells sessions apart by its path.
    const folder = await mkdtemp(join(tmpdir(), 'romae-tensorflow-'))
    const loaded = new Map<string, SavedModel>()
    try {
      await writeFile(join(folder, 'saved_model.pb'), model)
      for (const signature of signatures) {
        const loading = onBackend(tensorFlow.tf, tensorFlowBackend, () =>
          tensorFlow.loadSavedModel(folder, ['serve'], signature),
        )
        loaded.set(signature, await loading)
      }
      return new SavedModelSession(tensorFlow, loaded)
    } catch (cause) {
      for (const signature of loaded.values()) signature.dispose()
      throw cause
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** Runs a signature; returns when it has ended. Tensors that come out are nobody else's. */
  run(signature: string, feeds: HostTensors): HostTensors {
    const { tf } = this.#tensorFlow
    return onBackend(tf, tensorFlowBackend, () => {
      tf.engine().startScope()
      try {
        const tensors = Object.entries(feeds).map(([name, feed]) => [
          name,
          tf.tensor(feed.data, [...feed.shape], dtypeOf(feed)),
        ])
        const results = this.#signatures.get(signature)!.predict(Object.fromEntries(tensors))
        return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, hostTensor(tensor)]))
      } finally {
        tf.engine().endScope()
      }
    })
  }

  dispose(): void {
    for (const signature of this.#signatures.values()) signature.dispose()
  }
}

function hostTensor(tensor: Tensor): HostTensor {
  return { data: tensor.dataSync<'float32' | 'int32'>(), shape: tensor.shape }
}
