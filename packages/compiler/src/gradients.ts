/**
 * Registers the gradients of tfjs' kernels, which `@tensorflow/tfjs-core` in Node does not do by itself; `record` has them
 * already. Import it where programs are differentiated eagerly, without `@tensorflow/tfjs`.
 */
import '#gradients'
