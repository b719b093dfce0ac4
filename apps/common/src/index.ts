export { formatDuration } from './format-duration.ts'
export { progressLine } from './progress-line.ts'
export { smooth } from './smooth.ts'
