import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SavedModelBuilder } from '@romae/compiler'
import { replaceFile } from '@romae/internal/files'
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core'
import { dtypeOf, type HostTensor, type HostTensors } from '../../host-tensor.ts'
import type { Tfjs } from '../../program/call-program.ts'
import { onBackend } from '../../tfjs/on-backend.ts'
import type { GraphSession } from '../graph-session.ts'

/** The tfjs backend that tfjs-node registers. */
export const tensorFlowBackend = 'tensorflow'

/** Loads a signature of the SavedModel in a folder; those of one folder share a session, and its variables. */
export type LoadSavedModel = (folder: string, tags: string[], signature: string) => Promise<SavedModel>

/** A signature of a SavedModel. */
interface SavedModel {
  predict(inputs: NamedTensorMap): NamedTensorMap
  dispose(): void
}

/** A session of tfjs-node, which runs on the thread that it is called from. */
export class SavedModelSession implements GraphSession {
  readonly #tf: Tfjs
  readonly #signatures: ReadonlyMap<string, SavedModel>

  private constructor(tf: Tfjs, signatures: ReadonlyMap<string, SavedModel>) {
    this.#tf = tf
    this.#signatures = signatures
  }

  static async open(tf: Tfjs, loadSavedModel: LoadSavedModel, model: SavedModelBuilder): Promise<SavedModelSession> {
    // TensorFlow reads from a folder, and tells sessions apart by its path.
    const folder = await mkdtemp(join(tmpdir(), 'romae-tensorflow-'))
    const path = join(folder, 'saved_model.pb')
    const loaded = new Map<string, SavedModel>()
    const load = async (signature: string) => {
      const loading = onBackend(tf, tensorFlowBackend, () => loadSavedModel(folder, ['serve'], signature))
      loaded.set(signature, await loading)
    }
    try {
      const [first, ...others] = Object.keys(model.signatures)
      await replaceFile(path, model.build(), { flush: false })
      await load(first!)
      // The session is there. For each further signature tfjs-node parses the whole file again, which takes far longer
      // than TensorFlow itself: it gets one without the graph.
      if (others.length > 0) await replaceFile(path, model.buildSignatures(), { flush: false })
      for (const signature of others) await load(signature)
      return new SavedModelSession(tf, loaded)
    } catch (cause) {
      for (const signature of loaded.values()) signature.dispose()
      throw cause
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  async run(signature: string, feeds: HostTensors, into?: HostTensors): Promise<HostTensors> {
    return this.runNow(signature, feeds, into)
  }

  runNow(signature: string, feeds: HostTensors, into: HostTensors = {}): HostTensors {
    const tf = this.#tf
    return onBackend(tf, tensorFlowBackend, () => {
      tf.engine().startScope()
      try {
        const tensors = Object.entries(feeds).map(([name, feed]) => [
          name,
          tf.tensor(feed.data, [...feed.shape], dtypeOf(feed)),
        ])
        const outputs = this.#signatures.get(signature)!.predict(Object.fromEntries(tensors))
        const results: Record<string, HostTensor> = {}
        for (const [name, tensor] of Object.entries(outputs)) {
          const target = into[name]
          if (target === undefined) results[name] = hostTensor(tensor)
          else target.data.set(tensor.dataSync())
        }
        return results
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
