// Built into one file: tfjs-core has its gradients in modules that bundlers can read and Node cannot. The ops that come along
// are a second copy, which is harmless: all copies share one engine and one registry of kernels and gradients.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js'
