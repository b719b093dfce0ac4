import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replaceFile } from '@romae/internal/files'
import type { Tensor } from '@tensorflow/tfjs-core'
import { dtypeOf, type HostTensor, type HostTensors } from '../host-tensor.ts'
import { onBackend } from '../tfjs/on-backend.ts'
import { type SavedModel, type TensorFlow, tensorFlowBackend } from './load.ts'

/** A SavedModel to be loaded. */
export interface SavedModelFiles {
  /** The file `saved_model.pb`. */
  readonly model: Uint8Array
  /** Names of the signatures that will be run: at least one. */
  readonly signatures: readonly string[]
  /** The file without its graph; needed where there are several signatures. */
  readonly signaturesOnly?: Uint8Array
}

/** A SavedModel in TensorFlow, which keeps the values of its variables until it is disposed. */
export class SavedModelSession {
  readonly #tensorFlow: TensorFlow
  readonly #signatures: ReadonlyMap<string, SavedModel>

  private constructor(tensorFlow: TensorFlow, signatures: ReadonlyMap<string, SavedModel>) {
    this.#tensorFlow = tensorFlow
    this.#signatures = signatures
  }

  static async load(tensorFlow: TensorFlow, files: SavedModelFiles): Promise<SavedModelSession> {
    // TensorFlow reads from a folder, and tells sessions apart by its path.
    const folder = await mkdtemp(join(tmpdir(), 'romae-tensorflow-'))
    const path = join(folder, 'saved_model.pb')
    const loaded = new Map<string, SavedModel>()
    const load = async (signature: string) => {
      const loading = onBackend(tensorFlow.tf, tensorFlowBackend, () =>
        tensorFlow.loadSavedModel(folder, ['serve'], signature),
      )
      loaded.set(signature, await loading)
    }
    try {
      const [first, ...others] = files.signatures
      await replaceFile(path, files.model, { flush: false })
      await load(first!)
      // The session is there. For each further signature tfjs-node parses the whole file again, which takes far longer
      // than TensorFlow itself: it gets one without the graph.
      if (files.signaturesOnly !== undefined) await replaceFile(path, files.signaturesOnly, { flush: false })
      for (const signature of others) await load(signature)
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
