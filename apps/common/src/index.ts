export { formatDuration } from './format-duration.ts'
export { linearInterpolation, type Observations } from './linear-interpolation.ts'
export { progressLine } from './progress-line.ts'
export { runCommand } from './run-command.ts'
