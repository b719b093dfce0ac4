import { enableProdMode } from '@tensorflow/tfjs'

// tfjs' cpu backend writes an advertisement to the console at its first use in Node, except in production. (Its flag
// for tests would do too, but takes every tensor that a custom gradient saves for a leak.)
enableProdMode()
