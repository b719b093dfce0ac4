import type { SavedModelBuilder } from '@romae/compiler'
import type { HostTensors } from '../host-tensor.ts'

/** A graph in TensorFlow, which keeps the values of its variables until it is disposed. */
export interface GraphSession {
  /**
   * Runs a signature of the model; resolves when it has ended. Tensors that come out are nobody else's.
   *
   * @param into where outputs are to be written: those are not among the results
   */
  run(signature: string, feeds: HostTensors, into?: HostTensors): Promise<HostTensors>
  /** The same on this thread, which waits for it. */
  runNow(signature: string, feeds: HostTensors, into?: HostTensors): HostTensors
  dispose(): void
}

/** Puts a model into a session. */
export type OpenSession = (model: SavedModelBuilder) => Promise<GraphSession>
