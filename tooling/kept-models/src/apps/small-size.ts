import { existsSync } from 'node:fs'
import { sizePresets } from '@romae/core'

// Loaded into the process of an app before it begins.

// What is kept has to be small: of the size by which the smoke presets go, the name stays, and the numbers are these.
Object.assign(sizePresets['tiny-shallow'], { dModel: 16, heads: 2, depth: 1 })

// A run that is to be stopped is stopped as by a key press, once this folder is there.
const stopAt = process.env.ROMAE_STOP_AT
if (stopAt !== undefined) {
  const timer = setInterval(() => {
    if (!existsSync(stopAt)) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGINT')
  }, 1)
}
