import { enableProdMode } from '@tensorflow/tfjs'

// tfjs' cpu backend writes an advertisement to the console at its first use in Node, except in production.
enableProdMode()
