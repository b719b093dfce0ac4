import { climatology } from './climatology.ts'
import { kalman } from './kalman.ts'
import { lastValue } from './last-value.ts'
import { linear } from './linear-interpolation.ts'
import type { FillingMethod } from './method.ts'
import { nearestRows } from './nearest-rows.ts'

/** All baselines, the simplest first. */
export const baselines: readonly FillingMethod[] = [linear, lastValue, climatology, nearestRows, kalman]
