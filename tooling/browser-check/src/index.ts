export { compareRuns, type RunComparison, worstRelativeDifference } from './compare-runs.ts'
