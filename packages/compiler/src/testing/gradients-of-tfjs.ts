// What `#gradients` is in this repository, where nothing is built: the same gradients, as `@tensorflow/tfjs` registers them.
import '@tensorflow/tfjs'
